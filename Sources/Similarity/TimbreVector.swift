import Analysis
import RealModule

/// The raw numbers of the timbre family: the distribution of the short-time spectra as one point.
///
/// Mean µ and covariance Σ of the cepstra, scaled by the corpus, become one positive definite
/// matrix S = [[Σ + µµᵀ, µ], [µᵀ, 1]] (Calvo and Oller, "A Distance Between Multivariate Normal
/// Distributions Based in an Embedding into the Siegel Group", J. Multivariate Analysis 35, 1990),
/// and its logarithm a flat vector in which Euclidean distance approximates that between the
/// Gaussians (Arsigny et al., "Log-Euclidean Metrics", Magn. Reson. Med. 56, 2006): 351 numbers.
/// Behind them the change of each coefficient from frame to frame, in natural logarithm (25), and
/// the shape of the spectrum (4).
enum TimbreVector {
  static let coefficients = 25
  static let triangle = coefficients * (coefficients + 1) / 2
  static let matrixSize = coefficients + 1
  static let shapes = 4
  static let count = matrixSize * (matrixSize + 1) / 2 + coefficients + shapes

  /// Share of the mean variance added to each variance, so that a short track's covariance has full
  /// rank.
  ///
  /// chosen: the usual 2 %.
  private static let shrinkage = 0.02
  /// The least eigenvalue that counts, in squares of the corpus' deviation.
  ///
  /// chosen: a steady tone, which has no variance, then stays within the reach of music.
  private static let floor = 1e-4
  /// The least change that counts.
  ///
  /// chosen: below that of any music.
  private static let leastChange: Float = 0.01

  static func vector(_ features: TrackFeatures) -> [Float]? {
    guard
      features.timbreMean.count == coefficients, features.timbreCovariance.count == triangle,
      features.timbreChange.count == coefficients, features.spectralShape.count == shapes
    else { return nil }
    let logarithm = gaussian(features).logarithm(floor: floor)
    var vector: [Float] = []
    vector.reserveCapacity(count)
    // √2 beside the diagonal: the vector's length is then the matrix's (Frobenius).
    for i in 0..<matrixSize {
      for j in i..<matrixSize {
        vector.append(Float(logarithm[i, j] * (i == j ? 1 : Double(2).squareRoot())))
      }
    }
    vector += features.timbreChange.map { Float.log(max($0, leastChange)) }
    vector += features.spectralShape
    return vector
  }

  /// The Gaussian of the scaled cepstra as one positive definite matrix.
  static func gaussian(_ features: TrackFeatures) -> SymmetricMatrix {
    let scale = SpaceParameters.cepstralDeviation
    let mean = features.timbreMean.indices.map {
      (Double(features.timbreMean[$0]) - SpaceParameters.cepstralMean[$0]) / scale[$0]
    }
    var matrix = SymmetricMatrix(size: matrixSize)
    var next = 0
    var trace = 0.0
    for i in 0..<coefficients {
      for j in i..<coefficients {
        let covariance = Double(features.timbreCovariance[next]) / (scale[i] * scale[j])
        next += 1
        if i == j { trace += covariance }
        matrix[i, j] = covariance + mean[i] * mean[j]
      }
      matrix[i, coefficients] = mean[i]
    }
    let ridge = shrinkage * trace / Double(coefficients)
    for i in 0..<coefficients { matrix[i, i] += ridge }
    matrix[coefficients, coefficients] = 1
    return matrix
  }
}

import RealModule

/// Which pitch classes sound in each tonal frame, coarsely: enough to see that the harmony changes.
struct PitchTrace {
  private static let pitches = 12
  /// Hz; the bass line is below.
  private static let bassCeiling: Float = 220

  /// Running sums over frames, one row more than frames, of the pitch classes of all peaks and of the bass.
  private var sums: [[Float]]
  private var bassSums: [[Float]]

  init(_ frames: [[SpectralPeak]]) {
    let zero = [Float](repeating: 0, count: Self.pitches)
    sums = [zero]
    bassSums = [zero]
    for peaks in frames {
      var all = zero
      var bass = zero
      for peak in peaks {
        let semitone = 12 * Float.log2(peak.frequency / 440)
        let pitch = ((Int(semitone.rounded()) % Self.pitches) + Self.pitches) % Self.pitches
        let weight = peak.magnitude.squareRoot()
        all[pitch] += weight
        if peak.frequency < Self.bassCeiling { bass[pitch] += weight }
      }
      Self.append(all, to: &sums)
      Self.append(bass, to: &bassSums)
    }
  }

  /// Some onset frames, which begin with a tonal frame.
  func part(_ frames: Range<Int>) -> PitchTrace {
    var part = self
    let perFrame = SpectralFrontEnd.framesPerTonalFrame
    let first = min(frames.lowerBound / perFrame, sums.count - 1)
    let last = min((frames.upperBound + perFrame - 1) / perFrame, sums.count - 1)
    part.sums = Array(sums[first...last])
    part.bassSums = Array(bassSums[first...last])
    return part
  }

  /// How different the pitches are `reach` onset frames before and after `moment`: the root of 1 − cosine, 0…1.
  func change(at moment: Double, reach: Double) -> Float {
    Self.change(sums, at: moment, reach: reach)
  }

  /// The same for the bass alone.
  func bassChange(at moment: Double, reach: Double) -> Float {
    Self.change(bassSums, at: moment, reach: reach)
  }

  private static func append(_ pitches: [Float], to sums: inout [[Float]]) {
    let total = pitches.reduce(0, +) + 1e-9
    let last = sums[sums.count - 1]
    sums.append(zip(last, pitches).map { $0 + $1 / total })
  }

  private static func change(_ sums: [[Float]], at moment: Double, reach: Double) -> Float {
    guard sums.count > 1 else { return 0 }
    // A tonal frame stands for the 0.2 s around its centre.
    let center = moment / Double(SpectralFrontEnd.framesPerTonalFrame) + 0.5
    let width = max(reach / Double(SpectralFrontEnd.framesPerTonalFrame), 3)
    let (low, middle, high) = (
      at(sums, center - width), at(sums, center), at(sums, center + width)
    )
    var product: Float = 0
    var squareA: Float = 1e-9
    var squareB: Float = 1e-9
    for i in 0..<pitches {
      let before = middle[i] - low[i]
      let after = high[i] - middle[i]
      product += before * after
      squareA += before * before
      squareB += after * after
    }
    return max(0, 1 - product / (squareA * squareB).squareRoot()).squareRoot()
  }

  private static func at(_ sums: [[Float]], _ position: Double) -> [Float] {
    let bounded = min(max(position, 0), Double(sums.count - 1))
    let below = min(Int(bounded), sums.count - 2)
    let share = Float(bounded - Double(below))
    return zip(sums[below], sums[below + 1]).map { $0 + share * ($1 - $0) }
  }
}

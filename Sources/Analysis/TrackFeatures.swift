/// What similarity is computed from: the track's distributions, as measured, before any scaling to
/// a collection.
///
/// Stored with the track, so that a new similarity space needs no second look at the audio.
public struct TrackFeatures: Sendable, Equatable, Codable {
  /// Mean of 25 cepstral coefficients.
  public var timbreMean: [Float]
  /// Their covariance: the upper triangle, row by row, 325 values.
  public var timbreCovariance: [Float]
  /// Root mean square of each coefficient's change from frame to frame (20 ms).
  public var timbreChange: [Float]
  /// Mean spectral centroid (mel, 0…1), flatness (0…1), share above 2 kHz, share below 120 Hz.
  public var spectralShape: [Float]
  /// The product tempogram of six bands and of all together: 7 rows of 192 tempi, each row's largest value 1.
  public var tempogram: [[Float]]
  /// The tempi that the track can be read as, with the inputs of the decision between them.
  public var metricalReadings: [MetricalReading]
  /// Onset strength, mean a frame.
  public var flux: Float
  /// How far the strongest tempo stands out: the product tempogram's maximum over its mean.
  public var pulseClarity: Float
  /// Onset strength of the lowest bands on beats over its mean, in natural logarithm.
  public var beatStrength: Float
  /// Mean chroma in each of six octaves from C1 on (octave × pitch class, C first), adding up to 1.
  public var octaveChroma: [Float]
  /// Mean chroma, C first, adding up to 1, and its deviation over time.
  public var chromaMean: [Float]
  public var chromaDeviation: [Float]
  /// Mean cosine distance between the chromas of moments a second apart.
  public var harmonicChange: Float
  /// Correlation with the best major and the best minor key.
  public var keyCorrelations: [Float]
  /// What the key was decided by: eight rows of twelve values; nil where nothing tonal sounds.
  public var keyInputs: [[Float]]?
  /// Voices, speech, audience and the surface of the sound; nil where less than a second sounds, and in what
  /// older versions stored.
  public var voices: VoiceFeatures?
}

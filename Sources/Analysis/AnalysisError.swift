/// What can stop an analysis; music itself never does.
public enum AnalysisError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The resampler refused the source's rate.
  case resampling(from: Int)

  public var code: String {
    switch self {
    case .resampling: "resampling_failed"
    }
  }

  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .resampling(let hertz): "Audio at \(hertz) Hz could not be resampled for analysis."
    }
  }
}

/// What can stop an analysis; music itself never does.
public enum AnalysisError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What of an analysis is stored in bytes of its own.
  public enum Stored: String, Sendable, Equatable {
    case details = "segments and curves"
    case waveform
  }

  /// The resampler refused the source's rate.
  case resampling(from: Int)
  /// Stored bytes are not what they should be from `offset` on.
  case damaged(Stored, offset: Int)

  public var code: String {
    switch self {
    case .resampling: "resampling_failed"
    case .damaged: "damaged_analysis"
    }
  }

  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .resampling(let hertz): "Audio at \(hertz) Hz could not be resampled for analysis."
    case .damaged(let stored, let offset):
      "The stored \(stored.rawValue) of a track cannot be read from byte \(offset) on."
    }
  }
}

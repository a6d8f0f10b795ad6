/// What can stop a change of sample rate.
public enum ResamplerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// libsoxr takes no such pair of rates, or found no memory for its filters.
  case refused(from: Int, to: Int)

  public var code: String { "resampling_failed" }
  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .refused(let input, let output):
      "Audio at \(input) Hz could not be resampled to \(output) Hz."
    }
  }
}

/// What can stop a fingerprint.
public enum FingerprintError: Error, Sendable, Equatable, CustomStringConvertible {
  /// libchromaprint refused a call; never seen with the formats that Decoding lets through.
  case refused(String)

  public var code: String { "fingerprint_failed" }
  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .refused(let call): "The fingerprint could not be computed (\(call))."
    }
  }
}

/// What can stop a fingerprint.
public enum FingerprintError: Error, Sendable, Equatable, CustomStringConvertible {
  /// libchromaprint refused a call; never seen with the formats that Decoding lets through.
  case refused(String)
  /// A library that is loaded when it is first needed is not installed.
  case libraryMissing(String)

  public var code: String {
    switch self {
    case .refused: "fingerprint_failed"
    case .libraryMissing: "library_missing"
    }
  }
  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .refused(let call): "The fingerprint could not be computed (\(call))."
    case .libraryMissing(let name): "\(name) is not installed, and fingerprints need it."
    }
  }
}

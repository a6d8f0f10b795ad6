/// What can stop a rendition from being made, kept or trusted.
public enum LadderError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The profile's text cannot be used; `line` counts from 1 where it is known.
  case invalidProfile(reason: String, line: Int?)
  case profileNotFound(name: String, searched: [String])
  /// libvorbis refused the rung; `code` is its own.
  case encoderRefused(rung: String, sampleRate: Int, channels: Int, code: Int32)
  case resamplingRefused(from: Int, to: Int)
  /// A block came whose format is not the one the ladder was set up for.
  case formatChanged(expected: Int, actual: Int, frame: Int)
  /// The system refused to write, read, sync or rename.
  case storage(operation: String, path: String, errno: Int32)
  /// A rendition on disk is not what was written.
  case damagedRendition(path: String, reason: String, offset: Int?)
  /// A rendition does not hold what its source holds.
  case verificationFailed(rung: String, evidence: [String])

  /// Stable, for scripts.
  public var code: String {
    switch self {
    case .invalidProfile: "invalid_profile"
    case .profileNotFound: "profile_not_found"
    case .encoderRefused: "encoder_refused"
    case .resamplingRefused: "resampling_failed"
    case .formatChanged: "format_changed"
    case .storage(_, _, let errno): errno == Errno.noSpace ? "disk_full" : "storage_failed"
    case .damagedRendition: "damaged_rendition"
    case .verificationFailed: "verification_failed"
    }
  }

  /// Whether the same call may succeed later without anybody changing the file or the profile.
  public var isTransient: Bool {
    if case .storage = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .invalidProfile(let reason, let line):
      "The ladder profile cannot be used\(line.map { " (line \($0))" } ?? ""): \(reason)."
    case .profileNotFound(let name, let searched):
      "There is no ladder profile \"\(name)\" in \(searched.joined(separator: ", "))."
    case .encoderRefused(let rung, let sampleRate, let channels, let code):
      "libvorbis does not encode the \(rung) rung at \(sampleRate) Hz with \(channels) channels"
        + " (code \(code))."
    case .resamplingRefused(let input, let output):
      "Audio at \(input) Hz could not be resampled to \(output) Hz."
    case .formatChanged(let expected, let actual, let frame):
      "The audio changed from \(expected) to \(actual) channels at frame \(frame)."
    case .storage(let operation, let path, let errno):
      errno == Errno.noSpace
        ? "There is no space left to \(operation) \(path)."
        : "The system could not \(operation) \(path) (\(Errno.sentence(errno)))."
    case .damagedRendition(let path, let reason, let offset):
      "\(path) is damaged\(offset.map { " at byte \($0)" } ?? ""): \(reason)."
    case .verificationFailed(let rung, let evidence):
      "The \(rung) rung does not hold what its source holds: \(evidence.joined(separator: "; "))."
    }
  }
}

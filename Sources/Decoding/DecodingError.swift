public import Sound

/// Why a file cannot be decoded.
///
/// The name of the file is in every case, so that the sentence stands by itself in a log.
public enum DecodingError: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// It could not be opened or read.
  case fault(FileFault, name: String)
  case emptyFile(name: String)
  case notAudio(name: String, FileKind?)
  /// Audio in a format or encoding that is not decoded; the words for it.
  case unsupportedFormat(name: String, String)
  /// The file ends inside its header.
  case truncatedHeader(name: String, offset: Int)
  /// The header makes no sense; what is wrong with it.
  case damagedHeader(name: String, String, offset: Int?)
  case sampleRateOutOfRange(name: String, hertz: Int, allowed: ClosedRange<Int>)
  case tooManyChannels(name: String, channels: Int, allowed: Int)
  case tooLong(name: String, seconds: Double, allowed: Int)
  case tooMuchMetadata(name: String, bytes: Int, allowed: Int)
  case noAudioFrames(name: String)

  /// The stable code of the verdict.
  public var code: String {
    switch self {
    case .fault(let fault, _): fault.code
    case .emptyFile: "empty_file"
    case .notAudio: "not_audio"
    case .unsupportedFormat: "unsupported_format"
    case .truncatedHeader: "truncated"
    case .damagedHeader: "damaged"
    case .sampleRateOutOfRange: "sample_rate_out_of_range"
    case .tooManyChannels: "too_many_channels"
    case .tooLong: "too_long"
    case .tooMuchMetadata: "too_much_metadata"
    case .noAudioFrames: "no_audio_frames"
    }
  }

  /// The byte of the file where it went wrong, where that is known.
  public var offset: Int? {
    switch self {
    case .truncatedHeader(_, let offset): offset
    case .damagedHeader(_, _, let offset): offset
    default: nil
    }
  }

  /// Whether another attempt later may succeed with nothing done by the user.
  public var isTransient: Bool {
    if case .fault(let fault, _) = self { fault.isTransient } else { false }
  }

  /// One sentence.
  public var description: String {
    switch self {
    case .fault(let fault, let name): fault.sentence(about: name)
    case .emptyFile(let name): "\(name) is empty (0 bytes)."
    case .notAudio(let name, let kind?): "\(name) is not audio: it is \(kind.phrase)."
    case .notAudio(let name, nil): "\(name) is not audio in any format that is known."
    case .unsupportedFormat(let name, let what):
      "\(name) is \(what), which cannot be decoded."
    case .truncatedHeader(let name, let offset):
      "\(name) ends inside its header, after \(offset) bytes."
    case .damagedHeader(let name, let what, let offset?):
      "The header of \(name) is damaged: \(what) (byte \(offset))."
    case .damagedHeader(let name, let what, nil):
      "The header of \(name) is damaged: \(what)."
    case .sampleRateOutOfRange(let name, let hertz, let allowed):
      "\(name) declares \(hertz) samples a second; \(allowed.lowerBound) to "
        + "\(allowed.upperBound) are accepted."
    case .tooManyChannels(let name, 0, _): "\(name) declares no channels."
    case .tooManyChannels(let name, let channels, let allowed):
      "\(name) declares \(channels) channels; at most \(allowed) are accepted."
    case .tooLong(let name, let seconds, let allowed):
      "\(name) lasts \((seconds / 3600).rounded(toPlaces: 1)) hours; at most \(allowed / 3600) are "
        + "accepted."
    case .tooMuchMetadata(let name, let bytes, let allowed):
      "\(name) has \(bytes >> 20) MiB in front of its audio; at most \(allowed >> 20) are accepted."
    case .noAudioFrames(let name): "\(name) has a header, but no audio in it."
    }
  }
}

extension Double {
  /// The number with at most `places` decimals, for sentences.
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { value, _ in value * 10 }
    return (self * scale).rounded() / scale
  }
}

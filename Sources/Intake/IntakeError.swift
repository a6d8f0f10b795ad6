public import Sound

/// Why a path cannot become a source.
public enum IntakeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It could not be opened or read.
  case fault(FileFault, SourcePath)
  case emptyFile(SourcePath)
  /// No audio; what it is instead, where that is known.
  case notAudio(SourcePath, FileKind?)
  /// Audio in a format that is not decoded.
  case unsupportedFormat(SourcePath, FileKind)

  /// The path that it is about.
  public var path: SourcePath {
    switch self {
    case .fault(_, let path), .emptyFile(let path), .notAudio(let path, _),
      .unsupportedFormat(let path, _):
      path
    }
  }

  /// The stable code of the verdict.
  public var code: String {
    switch self {
    case .fault(let fault, _): fault.code
    case .emptyFile: "empty_file"
    case .notAudio: "not_audio"
    case .unsupportedFormat: "unsupported_format"
    }
  }

  /// Whether another attempt later may succeed with nothing done by the user.
  public var isTransient: Bool {
    if case .fault(let fault, _) = self { fault.isTransient } else { false }
  }

  /// One sentence.
  public var description: String {
    switch self {
    case .fault(let fault, let path): fault.sentence(about: path.name)
    case .emptyFile(let path): "\(path.name) is empty (0 bytes)."
    case .notAudio(let path, let kind?): "\(path.name) is not audio: it is \(kind.phrase)."
    case .notAudio(let path, nil): "\(path.name) is not audio in any format that is known."
    case .unsupportedFormat(let path, let kind):
      "\(path.name) is \(kind.phrase), which cannot be decoded yet."
    }
  }
}

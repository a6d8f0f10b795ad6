/// What can stop the tags of a file from being read; their content never does.
public enum TaggingError: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  /// The file could not be opened.
  case unreadable(path: String, errno: Int32)
  /// The picture is in no format we decode, or damaged.
  case notAPicture(mime: String, bytes: Int)
  /// The picture declares more pixels than are allowed.
  case pictureTooLarge(width: Int, height: Int, allowed: Int)
  /// A library that is loaded when it is first needed is not installed.
  case libraryMissing(String)

  public var code: String {
    switch self {
    case .unreadable: "tags_unreadable"
    case .notAPicture: "not_a_picture"
    case .pictureTooLarge: "picture_too_large"
    case .libraryMissing: "library_missing"
    }
  }

  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .unreadable(let path, let errno):
      "The tags of \(path) could not be read (system error \(errno))."
    case .notAPicture(let mime, let bytes):
      "The cover (\(mime), \(bytes) bytes) is damaged or in a format that cannot be decoded."
    case .pictureTooLarge(let width, let height, let allowed):
      "The cover is \(width) × \(height) pixels; at most \(allowed) pixels are allowed."
    case .libraryMissing(let name): "\(name) is not installed, and covers need it."
    }
  }
}

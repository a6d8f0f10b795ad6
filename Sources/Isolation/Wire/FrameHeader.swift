/// What stands in front of every message: what it is, and how many bytes follow.
///
/// Eight bytes: four ASCII letters, and the length as an unsigned 32-bit little-endian integer.
struct FrameHeader: Equatable {
  enum Kind: String, CaseIterable {
    /// Both ways, first of all: `Hello`, then `HelloReply`.
    case hello = "helo"
    /// Requests.
    case decode = "deco"
    case readTags = "rtag"
    case fitCover = "fitc"
    /// Replies.
    case header = "head"
    /// Samples as 32-bit floats in the machine's order, one channel after the other.
    case samples = "smpl"
    case end = "end."
    case tags = "tags"
    case failure = "fail"
    /// Both ways: a picture's bytes, behind the message that announces it.
    case picture = "pict"

    var bytes: [UInt8] { Array(rawValue.utf8) }
  }

  static let length = 8

  let kind: Kind
  /// Bytes that follow.
  let count: Int

  init(_ kind: Kind, count: Int) {
    self.kind = kind
    self.count = count
  }

  /// Nil where `bytes` are no header.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.length,
      let kind = Kind(rawValue: String(decoding: bytes[..<4], as: UTF8.self))
    else { return nil }
    self.kind = kind
    count = bytes[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  var bytes: [UInt8] {
    kind.bytes + (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }
}

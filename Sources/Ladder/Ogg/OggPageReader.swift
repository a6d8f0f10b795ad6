/// Reads the pages of a file one after the other.
struct OggPageReader: ~Copyable {
  private let file: FileDescriptor
  private var buffer: [UInt8]
  private var filled = 0
  private var start = 0
  /// Place in the file of the buffer's first byte.
  private var base: Int
  private var current: OggPage?

  /// - Parameters:
  ///   - path: of the file.
  ///   - offset: place in the file of the first page to read.
  /// - Throws: `LadderError.storage` where the file cannot be opened.
  init(_ path: String, from offset: Int = 0) throws(LadderError) {
    file = try FileDescriptor(reading: path)
    buffer = Array(repeating: 0, count: 262_144)  // four of the longest pages
    base = offset
  }

  /// Place in the file of the page that `next` gave last.
  var offset: Int { base + start }

  /// The next page, `nil` at the end of the file.
  ///
  /// - Throws: `LadderError.damagedRendition` where there are bytes that are no page, or a checksum
  ///   differs.
  mutating func next(checked: Bool = false) throws(LadderError) -> OggPage? {
    if let current { start += current.bytes }
    current = nil
    if filled - start < Self.longestPage { try refill() }
    guard filled > start else { return nil }
    guard let page = OggPage(buffer.span.extracting(0..<filled), at: start),
      start + page.bytes <= filled
    else {
      throw .damagedRendition(path: file.path, reason: "no whole Ogg page", offset: offset)
    }
    if checked {
      let sum = OggChecksum.page(buffer.span.extracting(start..<start + page.bytes))
      guard sum == page.checksum else {
        throw .damagedRendition(path: file.path, reason: "wrong checksum", offset: offset)
      }
    }
    current = page
    return page
  }

  /// Appends the page that `next` gave last, header and body.
  func copyPage(to bytes: inout [UInt8]) {
    guard let current else { return }
    bytes += buffer[start..<start + current.bytes]
  }

  /// Appends the body of the page that `next` gave last.
  func copyBody(to bytes: inout [UInt8]) {
    guard let current else { return }
    bytes += buffer[start + current.headerBytes..<start + current.bytes]
  }

  private static let longestPage = OggPage.fixedBytes + 255 + 255 * 255

  private mutating func refill() throws(LadderError) {
    let kept = filled - start
    for index in 0..<kept { buffer[index] = buffer[start + index] }
    base += start
    start = 0
    filled = kept + (try file.read(into: &buffer, from: kept, at: base + kept))
  }
}

import Foundation
import Ingestion

/// Packets of a rendition's file, read from a page on (RFC 3533).
struct OggPackets {
  struct Packet {
    var bytes: ArraySlice<UInt8>
    /// Of the page that it ends on, where it is the last to end there.
    var granule: Int?
  }

  private(set) var packets: [Packet] = []

  /// - Parameters:
  ///   - path: of the file.
  ///   - offset: place of a page on which no packet is continued.
  ///   - isEnough: asked after each page, with the packets so far.
  /// - Throws: `Failure` with `rendition_missing` for what is no such file.
  init(_ path: String, from offset: Int, until isEnough: ([Packet]) -> Bool) throws {
    guard let file = FileHandle(forReadingAtPath: path) else { throw Self.damaged }
    defer { try? file.close() }
    try file.seek(toOffset: UInt64(offset))
    var buffer: [UInt8] = []
    var start = 0
    var pending: [UInt8] = []
    while !isEnough(packets) {
      // The longest page has 65 307 bytes.
      if buffer.count - start < 65_307 {
        buffer.removeFirst(start)
        start = 0
        while buffer.count < 65_307, let more = try file.read(upToCount: 131_072), !more.isEmpty {
          buffer += more
        }
      }
      guard buffer.count > start else { break }
      guard buffer.count - start >= 27, buffer[start..<start + 4].elementsEqual("OggS".utf8) else {
        throw Self.damaged
      }
      let count = Int(buffer[start + 26])
      let granule = (0..<8).reduce(0) { $0 | Int(buffer[start + 6 + $1]) << (8 * $1) }
      var place = start + 27 + count
      var last: Int?
      guard buffer.count >= place else { throw Self.damaged }
      for segment in 0..<count {
        let length = Int(buffer[start + 27 + segment])
        guard buffer.count >= place + length else { throw Self.damaged }
        pending += buffer[place..<place + length]
        place += length
        if length < 255 {
          packets.append(Packet(bytes: pending[...], granule: nil))
          last = packets.count - 1
          pending = []
        }
      }
      if let last { packets[last].granule = granule }
      start = place
    }
  }

  static let damaged = Failure(
    code: "rendition_missing", description: "A rendition is not what it was.")
}

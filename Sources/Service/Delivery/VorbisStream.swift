import Ingestion
import Ladder

/// A rendition as a stream that is sent in segments of equal length, at the same times for every rung.
struct VorbisStream {
  /// Seconds of a segment.
  ///
  /// Chosen: what a cluster's times can say, and a switch that is heard soon after it is wished.
  static let seconds = 3

  private let path: String
  private let table: SeekTable
  let modes: VorbisModes
  let frames: Int
  /// The headers as Matroska keeps them (Xiph lacing), with empty comments: covers would weigh on every start.
  let codecPrivate: [UInt8]

  /// - Throws: `Failure` with `rendition_missing`.
  init(_ rendition: Rendition, path: String) throws {
    (self.path, table, frames) = (path, rendition.seekTable, rendition.frames)
    let headers = try OggPackets(path, from: 0) { $0.count >= 3 }.packets.prefix(3).map(\.bytes)
    guard headers.count == 3,
      let modes = VorbisModes(identification: Array(headers[0]), setup: Array(headers[2]))
    else { throw OggPackets.damaged }
    self.modes = modes
    let vendor = Array("assonance".utf8)
    let comments: [UInt8] =
      [3] + Array("vorbis".utf8) + [UInt8(vendor.count), 0, 0, 0] + vendor + [0, 0, 0, 0, 1]
    var lacing: [UInt8] = [2]
    for length in [headers[0].count, comments.count] {
      lacing += Array(repeating: 255, count: length / 255) + [UInt8(length % 255)]
    }
    codecPrivate = lacing + headers[0] + comments + headers[2]
  }

  /// Segments there are.
  var count: Int {
    let length = Self.seconds * modes.sampleRate
    return max(1, (frames + length - 1) / length)
  }

  /// The blocks of a segment: every packet whose sound ends behind the segment's start, up to the one in whose
  /// sound the next segment starts.
  ///
  /// - Parameters:
  ///   - number: from 0.
  ///   - isFirst: whether a decoder starts here, on another rung than before. Then the segment begins a long
  ///     block earlier, so that it overlaps the one before of any rung; and the packet before comes along, at
  ///     the time of the first: it has no sound for a decoder that starts, but the next one's needs it.
  /// - Returns: in order; empty behind the end.
  /// - Throws: `Failure` with `rendition_missing`.
  func blocks(_ number: Int, isFirst: Bool) throws -> [WebMWriter.Block] {
    let time = number * Self.seconds * modes.sampleRate
    let end = min(frames, time + Self.seconds * modes.sampleRate)
    let start = isFirst ? max(0, time - modes.blockSizes.long) : time
    guard let entry = table.entry(forFrame: start) else { return [] }
    let modes = modes
    let longest = modes.blockSizes.long
    let packets = try OggPackets(path, from: entry.offset) { packets in
      // As many packets of the shortest kind as can be needed, or a page that ends behind the end.
      (packets.last?.granule ?? 0) >= end + longest
    }.packets
    var blocks: [WebMWriter.Block] = []
    // The first packet of a page has no sound for who starts there: it ends at the entry's frame.
    var (position, size) = (entry.frame, 0)
    var before: ArraySlice<UInt8>?
    for (index, packet) in packets.enumerated() {
      guard let own = modes.blockSize(of: packet.bytes) else { throw OggPackets.damaged }
      let begins = position
      if index > 0 { position += (size + own) / 4 }
      size = own
      defer { before = packet.bytes }
      if position <= start { continue }
      // The next segment begins with the packet that sounds beyond this one's end; the last takes all.
      if position > end, end < frames { break }
      if blocks.isEmpty, isFirst || number == 0, let before {
        blocks.append(.init(start: begins, packet: before))
      }
      blocks.append(
        .init(start: begins, packet: packet.bytes, excess: max(0, position - frames)))
    }
    return blocks
  }
}

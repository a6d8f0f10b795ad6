import Sound

/// A part of the index that was written once and is only read: memory-mapped, checked when it is opened and
/// again bucket by bucket as they are read.
final class Segment: Sendable {
  let path: String
  let tracks: SegmentTracks
  let postings: Int
  let bytes: Int
  private let file: MappedFile
  private let header: SegmentHeader

  /// Opens a segment.
  ///
  /// O(tracks + buckets): both tables are read to be checked.
  ///
  /// - Throws: `damaged` for anything but a whole file of today's format and content; `storage`.
  init(_ path: String, content: IndexContent) throws(RecordingsError) {
    let file = try MappedFile(path)
    let length = min(file.count, SegmentFormat.headerLength)
    let start = file.read(0..<length) { bytes in bytes.indices.map { bytes[$0] } }
    guard let header = SegmentHeader(start), header.tag == content.tag,
      header.fileLength == file.count,
      SegmentFormat.bucketBits.contains(header.bucketBits),
      header.tracksOffset >= SegmentFormat.headerLength,
      header.directoryOffset - header.tracksOffset
        == header.trackCount * SegmentFormat.trackLength,
      header.fileLength - header.directoryOffset == 8 * ((1 << header.bucketBits) + 1)
    else { throw .damaged(path: path, offset: 0) }
    let table = file.read(header.tracksOffset..<header.directoryOffset) { bytes in
      var sum = Checksum()
      sum.add(bytes)
      return sum.value
    }
    guard table == header.tracksChecksum else {
      throw .damaged(path: path, offset: header.tracksOffset)
    }
    let places = file.read(header.directoryOffset..<header.fileLength) { bytes in
      var sum = Checksum()
      sum.add(bytes)
      return sum.value
    }
    guard places == header.directoryChecksum else {
      throw .damaged(path: path, offset: header.directoryOffset)
    }
    guard let tracks = Self.tracks(of: header, in: file) else {
      throw .damaged(path: path, offset: header.tracksOffset)
    }
    self.path = path
    self.file = file
    self.header = header
    self.tracks = tracks
    postings = header.postings
    bytes = file.count
  }

  private static func tracks(of header: SegmentHeader, in file: MappedFile) -> SegmentTracks? {
    var tracks = SegmentTracks()
    for index in 0..<header.trackCount {
      let offset = header.tracksOffset + index * SegmentFormat.trackLength
      let name = file.read(offset..<offset + TrackID.length) { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
      let end = UInt32(file.number(at: offset + TrackID.length, width: 4))
      guard let id = TrackID(name), end >= tracks.length else { return nil }
      tracks.append(id, steps: end - tracks.length)
    }
    return tracks
  }

  /// Number of buckets.
  var buckets: Int { 1 << header.bucketBits }
  /// The bucket of a key.
  func bucket(of key: UInt32) -> Int { Int(key >> bucketShift) }
  /// What a key is shifted down by to its bucket.
  var bucketShift: UInt32 { 32 - UInt32(header.bucketBits) }

  /// The bytes of a bucket without its checksum; nil where it is empty.
  private func range(of bucket: Int) throws(RecordingsError) -> Range<Int>? {
    let place = header.directoryOffset + 8 * bucket
    let (start, end) = (file.long(at: place), file.long(at: place + 8))
    guard start >= SegmentFormat.headerLength, start <= end, end <= header.tracksOffset else {
      throw .damaged(path: path, offset: place)
    }
    if start == end { return nil }
    guard end - start > SegmentFormat.checksumLength else {
      throw .damaged(path: path, offset: start)
    }
    return start..<end - SegmentFormat.checksumLength
  }

  /// Calls `body` with each group of a bucket in rising order of the keys, until it says that it has seen
  /// enough.
  ///
  /// - Parameters:
  ///   - bucket: which.
  ///   - reader: takes the key, where its positions begin among the bucket's bytes, and their number; says
  ///     what to do with them.
  /// - Throws: `damaged` before anything is handed out.
  func read(
    bucket: Int, _ reader: inout some GroupReader
  ) throws(RecordingsError) {
    try check(bucket: bucket)
    try glance(at: bucket, &reader)
  }

  /// The same without looking at the checksum, which costs as much as reading all that the bucket holds: for whoever
  /// wants to know first how much that is.
  ///
  /// - Throws: `damaged` where the bytes make no sense; whoever uses what was handed out calls `check`.
  func glance(
    at bucket: Int, _ reader: inout some GroupReader
  ) throws(RecordingsError) {
    guard let range = try range(of: bucket) else { return }
    let high = UInt32(bucket) << bucketShift
    let isReadable = file.read(range) { bytes in
      Self.decode(bytes, from: range.lowerBound, high: high, &reader)
    }
    guard isReadable else { throw .damaged(path: path, offset: range.lowerBound) }
  }

  /// Has the beginnings of buckets brought near, so that whoever reads them does not wait for each in turn.
  ///
  /// They lie anywhere in memory, and a load waits 100 ns; loads that do not depend on each other wait together.
  func fetch(_ wanted: [WantedKey]) {
    let starts = wanted.map { file.long(at: header.directoryOffset + 8 * bucket(of: $0.key)) }
    file.touch(starts)
  }

  /// Looks whether a bucket's bytes are what was written.
  ///
  /// - Throws: `damaged` where they are not.
  func check(bucket: Int) throws(RecordingsError) {
    guard let range = try range(of: bucket) else { return }
    let expected = UInt32(file.number(at: range.upperBound, width: SegmentFormat.checksumLength))
    let sum = file.read(range) { bytes in
      var sum = Checksum()
      sum.add(bytes)
      return UInt32(truncatingIfNeeded: sum.value)
    }
    guard sum == expected else { throw .damaged(path: path, offset: range.lowerBound) }
  }

  /// Decodes the groups of a bucket; false where they do not fill it exactly.
  ///
  /// Whatever the bytes are, nothing outside them is read.
  private static func decode(
    _ bytes: Span<UInt8>, from start: Int, high: UInt32, _ reader: inout some GroupReader
  ) -> Bool {
    var offset = 0
    var suffix: UInt64 = 0
    while offset < bytes.count {
      let head = SevenBits.number(bytes, &offset)
      suffix &+= head >> 1
      let more = head & 1 == 0 ? 0 : SevenBits.number(bytes, &offset) &+ 1
      // The first position takes four bytes, each of the others one at least.
      guard more <= bytes.count, offset + 4 + Int(more) <= bytes.count else { return false }
      let positions = start + offset
      var position = first(bytes, &offset)
      let key = high | UInt32(truncatingIfNeeded: suffix)
      switch reader.begin(key, count: Int(more) + 1, at: positions) {
      case .stop: return true
      case .skip:
        // The distances are passed over by counting the bytes that end one.
        var left = more
        while left > 0, offset < bytes.count {
          if bytes[offset] < 128 { left -= 1 }
          offset += 1
        }
      case .take:
        reader.take(position)
        for _ in 0..<more {
          position &+= UInt32(truncatingIfNeeded: SevenBits.number(bytes, &offset))
          reader.take(position)
        }
      }
    }
    return offset == bytes.count
  }

  /// Calls `body` with each position of a group whose bucket has been read and found sound.
  ///
  /// - Parameters:
  ///   - offset: where in the file they begin, as `GroupReader.begin` was told.
  ///   - count: how many there are.
  ///   - body: takes them in rising order.
  func forEachPosition(at offset: Int, count: Int, _ body: (UInt32) -> Void) {
    file.read(offset..<header.tracksOffset) { bytes in
      var place = 0
      var position = Self.first(bytes, &place)
      body(position)
      for _ in 1..<count {
        position &+= UInt32(truncatingIfNeeded: SevenBits.number(bytes, &place))
        body(position)
      }
    }
  }

  /// The first position of a group, in four bytes.
  @inline(__always)
  private static func first(_ bytes: Span<UInt8>, _ offset: inout Int) -> UInt32 {
    var position: UInt32 = 0
    for place in 0..<4 { position |= UInt32(bytes[offset + place]) << UInt32(8 * place) }
    offset += 4
    return position
  }
}

/// What to do with a group of the index.
enum GroupVerdict {
  case take, skip, stop
}

/// Whoever reads the groups of a bucket.
protocol GroupReader {
  /// A group begins: its key, how many positions it has, and where in the file they begin.
  mutating func begin(_ key: UInt32, count: Int, at offset: Int) -> GroupVerdict
  mutating func take(_ position: UInt32)
}

import Sound

/// Writes a segment of the index, key by key in rising order.
///
/// Remembers one bucket and eight bytes for each.
struct SegmentWriter: ~Copyable {
  private var file: OutputFile
  private let content: IndexContent
  private let bits: Int
  private let tracks: SegmentTracks
  private var directory: [Int] = []
  private var bucket: [UInt8] = []
  private var lastSuffix: UInt64 = 0
  private var postings = 0

  /// - Parameters:
  ///   - path: where it lies until it is published.
  ///   - content: what it holds.
  ///   - tracks: what its tape is made of.
  ///   - expected: about how many postings will come.
  /// - Throws: `storage`.
  init(
    at path: String, content: IndexContent, tracks: SegmentTracks, expected: Int
  ) throws(RecordingsError) {
    var file = try OutputFile(at: path)
    try file.write([UInt8](repeating: 0, count: SegmentFormat.headerLength))
    self.content = content
    self.tracks = tracks
    bits = SegmentFormat.bits(for: expected)
    directory.reserveCapacity(1 << bits)
    directory.append(file.count)
    self.file = file
  }

  /// Adds a key with its positions.
  ///
  /// - Precondition: keys come in rising order; positions rise and are there.
  mutating func add(_ key: UInt32, _ positions: [UInt32]) throws(RecordingsError) {
    let index = Int(key >> (32 - UInt32(bits)))
    try closeBuckets(before: index)
    let suffix = UInt64(key & (UInt32.max >> UInt32(bits)))
    let distance = suffix - lastSuffix
    lastSuffix = suffix
    SevenBits.append(distance << 1 | (positions.count > 1 ? 1 : 0), to: &bucket)
    if positions.count > 1 { SevenBits.append(UInt64(positions.count - 2), to: &bucket) }
    Bytes.append(Int(positions[0]), width: 4, to: &bucket)
    for i in 1..<max(1, positions.count) {
      SevenBits.append(UInt64(positions[i] - positions[i - 1]), to: &bucket)
    }
    postings += positions.count
  }

  /// Ends every bucket before `index`.
  private mutating func closeBuckets(before index: Int) throws(RecordingsError) {
    while directory.count <= index {
      if !bucket.isEmpty {
        let sum = UInt32(truncatingIfNeeded: Checksum.of(bucket))
        Bytes.append(Int(sum), width: SegmentFormat.checksumLength, to: &bucket)
        try file.write(bucket)
        bucket.removeAll(keepingCapacity: true)
      }
      lastSuffix = 0
      directory.append(file.count)
    }
  }

  /// Writes what remains and gives the file its name.
  ///
  /// To be called once.
  mutating func publish(as target: String) throws(RecordingsError) {
    try closeBuckets(before: 1 << bits)
    let tracksOffset = file.count
    var table: [UInt8] = []
    for index in 0..<tracks.count {
      table += Array(tracks.ids[index].description.utf8)
      // Where it ends, which is where the next begins.
      Bytes.append(Int(tracks.starts[index + 1]), width: 4, to: &table)
    }
    try file.write(table)
    let directoryOffset = file.count
    var places: [UInt8] = []
    places.reserveCapacity(8 * directory.count)
    for place in directory { Bytes.append(place, width: 8, to: &places) }
    try file.write(places)
    let header = SegmentHeader(
      tag: content.tag, bucketBits: bits, trackCount: tracks.count, postings: postings,
      tracksOffset: tracksOffset, directoryOffset: directoryOffset, fileLength: file.count,
      tracksChecksum: Checksum.of(table), directoryChecksum: Checksum.of(places))
    try file.overwrite(header.bytes, at: 0)
    try file.publish(as: target)
  }
}

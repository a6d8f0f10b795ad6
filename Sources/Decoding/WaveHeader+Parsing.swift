internal import Sound

extension WaveHeader {
  /// Reads the header of a file that begins with `RIFF`, `RIFX`, `RF64` or `BW64`.
  init(_ file: borrowing RegularFile, name: String, limits: DecodingLimits) throws(DecodingError) {
    var parser = WaveParser(name: name, limits: limits, fileSize: file.stamp.size)
    try parser.walk(file)
    self = try parser.finish(file)
  }
}

/// Walks the chunks of a WAV file up to its samples.
private struct WaveParser {
  let name: String
  let limits: DecodingLimits
  let fileSize: Int
  var bigEndian = false
  var isLarge = false
  var riffLength = 0
  /// The 64-bit length of the samples in an RF64 or BW64 file.
  var largeDataLength: Int?
  var header = WaveHeader()
  var hasFormat = false
  var data: (offset: Int, length: Int)?
  /// The chunk that reaches past the end of the file.
  var overlong: (id: String, length: Int, offset: Int)?

  init(name: String, limits: DecodingLimits, fileSize: Int) {
    self.name = name
    self.limits = limits
    self.fileSize = fileSize
  }

  mutating func walk(_ file: borrowing RegularFile) throws(DecodingError) {
    let head = try bytes(file, at: 0, count: 12)
    guard head.count == 12 else { throw .truncatedHeader(name: name, offset: fileSize) }
    let id = String(decoding: head[..<4], as: UTF8.self)
    bigEndian = id == "RIFX"
    isLarge = id == "RF64" || id == "BW64"
    riffLength = Bytes.integer(head[4..<8], bigEndian: bigEndian)
    var offset = 12
    for _ in 0..<limits.maximumChunks {
      guard let chunk = ChunkHeader(try bytes(file, at: offset, count: 8), bigEndian: bigEndian)
      else { return }
      let body = offset + 8
      switch chunk.id {
      case "fmt ": try readFormat(file, at: body, length: chunk.length)
      case "ds64":
        let sizes = try bytes(file, at: body, count: min(chunk.length, 16))
        if sizes.count == 16 { largeDataLength = Bytes.integer(sizes[8..<16]) }
      case "data":
        data = (body, chunk.length)
        if hasFormat { return }
      default: break
      }
      guard body + chunk.length <= fileSize else {
        overlong = (chunk.id, chunk.length, offset)
        return
      }
      offset = try next(file, after: body + chunk.length, isOdd: chunk.length % 2 == 1)
      if offset > limits.maximumMetadataBytes, data == nil {
        throw .tooMuchMetadata(name: name, bytes: offset, allowed: limits.maximumMetadataBytes)
      }
    }
    throw .damagedHeader(
      name: name, "more than \(limits.maximumChunks) chunks", offset: offset)
  }

  /// Where the chunk after one that ends at `end` begins: odd lengths are padded by rule, and by some
  /// writers are not.
  private func next(
    _ file: borrowing RegularFile, after end: Int, isOdd: Bool
  ) throws(DecodingError) -> Int {
    guard isOdd else { return end }
    let padded = ChunkHeader(try bytes(file, at: end + 1, count: 8), bigEndian: bigEndian)
    let unpadded = ChunkHeader(try bytes(file, at: end, count: 8), bigEndian: bigEndian)
    return padded == nil && unpadded != nil ? end : end + 1
  }

  private mutating func readFormat(
    _ file: borrowing RegularFile, at offset: Int, length: Int
  ) throws(DecodingError) {
    let body = try bytes(file, at: offset, count: min(length, 40))
    guard body.count == min(length, 40) else {
      throw .truncatedHeader(name: name, offset: fileSize)
    }
    guard body.count >= 14 else {
      throw .damagedHeader(name: name, "a format chunk of \(length) bytes", offset: offset)
    }
    func field(_ start: Int, _ count: Int) -> Int {
      guard start + count <= body.count else { return 0 }
      return Bytes.integer(body[start..<(start + count)], bigEndian: bigEndian)
    }
    var tag = field(0, 2)
    header.channels = field(2, 2)
    header.sampleRate = field(4, 4)
    header.byteRate = field(8, 4)
    let blockAlign = field(12, 2)
    let containerBits = field(14, 2)
    header.bits = containerBits
    if tag == 0xFFFE, body.count == 40 {
      // WAVE_FORMAT_EXTENSIBLE: the true tag begins the sub-format's GUID.
      let validBits = field(18, 2)
      if validBits > 0, validBits <= containerBits { header.bits = validBits }
      header.channelMask = UInt32(field(20, 4))
      tag = field(24, 2)
    }
    switch tag {
    case 1: header.encoding = .integer
    case 3: header.encoding = .float
    default: header.encoding = .other(tag: tag)
    }
    hasFormat = true
    guard header.channels > 0 else { return }
    // Where block size and depth disagree, the block size wins if the depth fits in it.
    let needed = (containerBits + 7) / 8
    let perChannel = blockAlign / header.channels
    let isPlausible = blockAlign % header.channels == 0 && perChannel >= needed && perChannel <= 8
    header.sampleBytes = isPlausible ? perChannel : needed
    if !isPlausible, case .other = header.encoding { return }
    if !isPlausible {
      header.notes.append(
        DecodingNote(
          kind: .contradictoryHeader,
          sentence: "The header speaks of blocks of \(blockAlign) bytes, which do not hold "
            + "\(header.channels) channels of \(containerBits) bits; the latter was believed."))
    }
  }

  /// Holds what is declared against what is there.
  mutating func finish(_ file: borrowing RegularFile) throws(DecodingError) -> WaveHeader {
    if let overlong, data == nil {
      throw .damagedHeader(
        name: name,
        "its chunk \"\(overlong.id)\" declares \(overlong.length) bytes, more than the file holds",
        offset: overlong.offset)
    }
    guard hasFormat else {
      if fileSize < 8 + riffLength { throw .truncatedHeader(name: name, offset: fileSize) }
      throw .damagedHeader(name: name, "no format chunk", offset: nil)
    }
    guard let data else {
      // A writer's file without samples is as long as it says; a cut one is not.
      if fileSize < 8 + riffLength { throw .truncatedHeader(name: name, offset: fileSize) }
      throw .noAudioFrames(name: name)
    }
    header.dataOffset = data.offset
    header.isBigEndian = bigEndian
    let available = max(0, fileSize - data.offset)
    var declared = data.length
    if isLarge, data.length == 0xFFFF_FFFF { declared = largeDataLength ?? data.length }
    if declared == 0, available > 0, try !isChain(file, at: data.offset) {
      neverWritten(available)
    } else if declared > available, Self.isPlaceholder(declared) {
      neverWritten(available)
    } else if !isLarge, available - declared >= 1 << 32 {
      // Past 4 GiB the 32-bit length has wrapped around.
      header.dataBytes = available
      header.declaredBytes = available
      header.notes.append(
        DecodingNote(
          kind: .contradictoryHeader,
          sentence: "The file is longer than the 4 GiB that its header can declare; all of it was "
            + "taken."))
    } else {
      header.dataBytes = min(declared, available)
      header.declaredBytes = declared
      // Only where it is less: a declared length may be near the largest number there is.
      if declared < available {
        try noteSurplus(file, from: data.offset + declared, available: available - declared)
      }
    }
    return header
  }

  private mutating func neverWritten(_ available: Int) {
    header.dataBytes = available
    header.declaredBytes = available
    header.notes.append(
      DecodingNote(
        kind: .lengthNeverWritten,
        sentence:
          "The recorder never wrote the length into the header; everything up to the end of "
          + "the file was taken."))
  }

  /// Says so where more than a second of something that is no chunk follows the declared samples.
  private mutating func noteSurplus(
    _ file: borrowing RegularFile, from offset: Int, available: Int
  ) throws(DecodingError) {
    let second = header.sampleRate * max(1, header.frameBytes)
    guard available > second, try !isChain(file, at: offset + offset % 2) else { return }
    header.notes.append(
      DecodingNote(
        kind: .longerThanDeclared,
        sentence: "\(available) bytes follow the declared audio and were left out."))
  }

  /// Lengths that recorders write when they cannot know: all ones (FFmpeg and most), and the largest
  /// signed number, a page below it (SoX) or one above it (arecord).
  private static func isPlaceholder(_ length: Int) -> Bool {
    (0xFFFF_FF00...0xFFFF_FFFF).contains(length) || (0x7FFF_F000...0x8000_0100).contains(length)
      || length == .max
  }

  /// Whether the file from `offset` on is a row of chunks up to its very end.
  private func isChain(_ file: borrowing RegularFile, at offset: Int) throws(DecodingError) -> Bool
  {
    var offset = offset
    for _ in 0..<limits.maximumChunks where offset < fileSize {
      guard let chunk = ChunkHeader(try bytes(file, at: offset, count: 8), bigEndian: bigEndian)
      else { return false }
      offset += 8 + chunk.length + chunk.length % 2
    }
    return offset == fileSize || offset == fileSize + 1
  }

  private func bytes(
    _ file: borrowing RegularFile, at offset: Int, count: Int
  ) throws(DecodingError) -> [UInt8] {
    do throws(FileFault) {
      return try file.bytes(at: offset, count: count)
    } catch {
      throw .fault(error, name: name)
    }
  }
}

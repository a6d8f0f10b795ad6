/// Details as bytes: a segment takes 51 in the place of some 600 as JSON, three minutes of music 30 to
/// 60 KB in all.
///
/// Little-endian; times in 0.1 ms, levels in 0.01 dB, shares in 1/1000, pitches in 1/255, timbre in 0.01.
extension TrackDetails {
  private static let magic: [UInt8] = Array("ADET".utf8)
  private static let layout = 1
  private static let segmentLength = 51
  private static let classLength = 10

  /// The bytes to store.
  public var encoded: [UInt8] {
    var writer = ByteWriter()
    for byte in Self.magic { writer.write(byte) }
    writer.write(Self.layout, width: 1)
    writer.write(TimbreBasis.version, width: 1)
    write(segments, to: &writer)
    let dat = waveform.dat
    writer.write(dat.count, width: 4)
    for byte in dat { writer.write(byte) }
    writer.write(loudnessCurve.hop, per: 1, width: 2)
    writer.write(loudnessCurve.values.count, width: 4)
    for value in loudnessCurve.values {
      writer.write(Double(value), per: 100, width: 2, signed: true)
    }
    writer.write(loudnessHistogram.classes.count, width: 4)
    for entry in loudnessHistogram.classes {
      writer.write(entry.index, width: 2)
      writer.write(entry.count, width: 4)
      writer.write(Int(entry.energy.bitPattern), width: 4)
    }
    return writer.bytes
  }

  /// Reads what `encoded` wrote.
  ///
  /// - Throws: `AnalysisError.damaged` with the offset of the first byte that makes no sense.
  public init(encoded bytes: [UInt8]) throws(AnalysisError) {
    var reader = ByteReader(bytes, of: .details)
    guard try reader.read(count: Self.magic.count) == Self.magic,
      try reader.read(width: 1) == Self.layout, try reader.read(width: 1) == TimbreBasis.version
    else { throw .damaged(.details, offset: 0) }
    let segments = try Self.segments(&reader)
    let length = try reader.readCount(size: 1)
    let waveform = try Waveform(dat: try reader.read(count: length))
    let hop = try reader.read(per: 1, width: 2)
    var values: [Float] = []
    for _ in 0..<(try reader.readCount(size: 2)) {
      values.append(Float(try reader.read(per: 100, width: 2, signed: true)))
    }
    var classes: [LoudnessHistogram.Class] = []
    for _ in 0..<(try reader.readCount(size: Self.classLength)) {
      let index = try reader.read(width: 2)
      let count = try reader.read(width: 4)
      let energy = Float(bitPattern: UInt32(try reader.read(width: 4)))
      guard energy.isFinite, energy >= 0 else { throw reader.damage }
      classes.append(.init(index: index, count: count, energy: energy))
    }
    guard reader.isAtEnd else { throw reader.damage }
    self.init(
      segments: segments, waveform: waveform,
      loudnessCurve: LoudnessCurve(hop: hop, values: values),
      loudnessHistogram: LoudnessHistogram(classes: classes))
  }

  private func write(_ segments: [Segment], to writer: inout ByteWriter) {
    writer.write(segments.count, width: 4)
    // The last end is the only one that no other segment's start tells.
    writer.write(segments.last?.loudnessEnd ?? 0, per: 100, width: 2, signed: true)
    writer.write(
      segments.last.map { $0.start + $0.duration } ?? 0, per: 10_000, width: 5)
    for segment in segments {
      writer.write(segment.start, per: 10_000, width: 5)
      writer.write(segment.confidence, per: 1000, width: 2)
      writer.write(segment.loudnessStart, per: 100, width: 2, signed: true)
      writer.write(segment.loudnessMax, per: 100, width: 2, signed: true)
      writer.write(segment.loudnessMaxTime, per: 10_000, width: 4)
      for pitch in segment.pitches { writer.write(Double(pitch), per: 255, width: 1) }
      for value in segment.timbre {
        writer.write(Double(value), per: 100, width: 2, signed: true)
      }
    }
  }

  private static func segments(_ reader: inout ByteReader) throws(AnalysisError) -> [Segment] {
    let count = try reader.readCount(size: segmentLength)
    var end = try reader.read(per: 100, width: 2, signed: true)
    var endTime = try reader.read(per: 10_000, width: 5)
    var segments: [Segment] = []
    for _ in 0..<count {
      let start = try reader.read(per: 10_000, width: 5)
      let confidence = try reader.read(per: 1000, width: 2)
      let loudnessStart = try reader.read(per: 100, width: 2, signed: true)
      let loudnessMax = try reader.read(per: 100, width: 2, signed: true)
      let loudnessMaxTime = try reader.read(per: 10_000, width: 4)
      let pitches = try reader.read(count: 12).map { Float($0) / 255 }
      var timbre: [Float] = []
      for _ in 0..<12 { timbre.append(Float(try reader.read(per: 100, width: 2, signed: true))) }
      segments.append(
        Segment(
          start: start, duration: 0, confidence: confidence, loudnessStart: loudnessStart,
          loudnessMax: loudnessMax, loudnessEnd: 0, loudnessMaxTime: loudnessMaxTime,
          pitches: TwelveValues(pitches), timbre: TwelveValues(timbre)))
    }
    for index in segments.indices.reversed() {
      segments[index].duration = endTime - segments[index].start
      segments[index].loudnessEnd = end
      guard segments[index].duration >= 0 else { throw reader.damage }
      (endTime, end) = (segments[index].start, segments[index].loudnessStart)
    }
    return segments
  }
}

import Sound

/// Holds one rendition against the frames that went into it, stretch by stretch.
///
/// Remembers one stretch of both, whatever the length.
final class RenditionCheck {
  private let rendition: Rendition
  private var reader: RenditionReader
  private var decoded: PCMBlock
  /// One array a channel.
  private var source: [[Float]]
  private var target: [[Float]]

  private var referenceFrames = 0
  private var decodedFrames = 0
  private var stretch = 0
  private var figures: CheckFigures

  /// Frames compared at a time; chosen: a third of a second.
  private static let stretchFrames = 16_384
  /// Every so many stretches the lags and octaves are looked at, about every six seconds; the first and
  /// the last always.
  private static let closeLook = 16

  init(_ rendition: Rendition, path: String) throws(LadderError) {
    self.rendition = rendition
    reader = try RenditionReader(path: path)
    decoded = PCMBlock(format: reader.format)
    figures = CheckFigures(sampleRate: reader.format.sampleRate)
    source = Array(repeating: [], count: reader.format.channels)
    target = source
  }

  func consume(_ planes: [[Float]]) throws(LadderError) {
    guard planes.count == reader.format.channels else {
      throw .formatChanged(
        expected: planes.count, actual: reader.format.channels, frame: referenceFrames)
    }
    let frames = planes[0].count
    var start = 0
    while start < frames {
      let count = min(Self.stretchFrames - source[0].count, frames - start)
      for channel in planes.indices {
        source[channel].append(contentsOf: planes[channel][start..<start + count])
      }
      start += count
      referenceFrames += count
      if source[0].count == Self.stretchFrames { try compare(isLast: false) }
    }
  }

  func finish() throws(LadderError) -> VerificationReport {
    if !source[0].isEmpty { try compare(isLast: true) }
    // What the rendition has beyond its source.
    while true {
      try reader.read(into: &decoded, frames: PCMBlock.standardFrames)
      if decoded.frames == 0 { break }
      decodedFrames += decoded.frames
    }
    return figures.report(rendition, expected: referenceFrames, decoded: decodedFrames)
  }

  private func compare(isLast: Bool) throws(LadderError) {
    let gain = rendition.gain == 0 ? 1 : Float(Decibels.linear(rendition.gain))
    try reader.read(into: &decoded, frames: source[0].count)
    decodedFrames += decoded.frames
    let count = min(source[0].count, decoded.frames)
    let isCloseLook = stretch.isMultiple(of: Self.closeLook) || isLast
    for channel in source.indices {
      if gain != 1 {
        var plane = source[channel].mutableSpan
        for i in plane.indices { plane[i] *= gain }
      }
      let reference = source[channel]
      let plane = decoded.channels[channel]
      figures.add(
        reference.span.extracting(0..<count), plane.span.extracting(0..<count), channel: channel,
        from: stretch * Self.stretchFrames, closely: isCloseLook)
      source[channel].removeAll(keepingCapacity: true)
    }
    stretch += 1
  }
}

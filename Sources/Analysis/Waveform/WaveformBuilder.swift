public import Sound

/// Gathers a track's waveform while its blocks go by.
///
/// Begins with `finest` frames a pixel; whenever there are more pixels than asked for, neighbours become
/// one. So a track of any length has between half of that and all of it, at 256, 512, 1024, … frames a
/// pixel.
public struct WaveformBuilder {
  /// What is drawn.
  public enum Channels: Sendable {
    /// The mean of all channels.
    case mixed
    /// Each channel.
    case separate
  }

  /// Frames a pixel of a short track: audiowaveform's own default.
  private static let finest = 256
  /// chosen: four to each pixel of a wide screen, in 16 KiB.
  public static let standardPixels = 8192

  private let rate: Int
  private let channels: Channels
  private let limit: Int
  private var samplesPerPixel = finest
  private var framesInPixel = 0
  /// For each drawn channel, the lowest and highest of each finished pixel, and of the open one.
  private var tracks: [Track]
  private var mix: [Float] = []

  private struct Track {
    var values: [Int8] = []
    var low = Float.infinity
    var high = -Float.infinity
  }

  /// - Precondition: `pixels` is positive.
  public init(
    format: PCMFormat, channels: Channels = .mixed, pixels: Int = standardPixels
  ) {
    precondition(pixels > 0, "a waveform has pixels")
    rate = format.sampleRate.hertz
    self.channels = channels
    limit = pixels
    tracks = Array(repeating: Track(), count: channels == .mixed ? 1 : format.channels)
  }

  /// Takes the next block.
  public mutating func consume(_ block: PCMBlock) {
    switch channels {
    case .separate: consume(block.channels)
    case .mixed where block.channels.count == 1: consume(block.channels)
    case .mixed:
      mean(of: block)
      consume([mix])
    }
  }

  /// Ends the track.
  public mutating func finish() -> Waveform {
    // Closing may halve, which may open the last pixel again.
    while framesInPixel > 0 { closePixel() }
    var values: [Int8] = []
    values.reserveCapacity(tracks.count * tracks[0].values.count)
    for pixel in 0..<tracks[0].values.count / 2 {
      for track in tracks { values += track.values[2 * pixel...2 * pixel + 1] }
    }
    return Waveform(
      sampleRate: rate, samplesPerPixel: samplesPerPixel, channels: tracks.count, values: values)
  }

  private mutating func mean(of block: PCMBlock) {
    if mix.count != block.frames { mix = [Float](repeating: 0, count: block.frames) }
    let scale = 1 / Float(block.channels.count)
    var target = mix.mutableSpan
    for (index, channel) in block.channels.enumerated() {
      let source = channel.span
      if index == 0 {
        for i in source.indices { target[i] = scale * source[i] }
      } else {
        for i in source.indices { target[i] += scale * source[i] }
      }
    }
  }

  private mutating func consume(_ planes: [[Float]]) {
    var start = 0
    while start < planes[0].count {
      let count = min(samplesPerPixel - framesInPixel, planes[0].count - start)
      for (index, plane) in planes.enumerated() {
        let (low, high) = Self.extremes(plane.span.extracting(start..<start + count))
        tracks[index].low = min(tracks[index].low, low)
        tracks[index].high = max(tracks[index].high, high)
      }
      start += count
      framesInPixel += count
      if framesInPixel == samplesPerPixel { closePixel() }
    }
  }

  private mutating func closePixel() {
    for index in tracks.indices {
      let (low, high) = (tracks[index].low, tracks[index].high)
      tracks[index].values += [Self.quantised(low), Self.quantised(high)]
      (tracks[index].low, tracks[index].high) = (.infinity, -.infinity)
    }
    framesInPixel = 0
    if tracks[0].values.count > 2 * limit { halve() }
  }

  /// Makes two pixels one; where the last has no partner it becomes the open one again.
  private mutating func halve() {
    for index in tracks.indices {
      let old = tracks[index].values
      var values: [Int8] = []
      values.reserveCapacity(old.count)
      for pixel in stride(from: 0, to: old.count - 3, by: 4) {
        values.append(min(old[pixel], old[pixel + 2]))
        values.append(max(old[pixel + 1], old[pixel + 3]))
      }
      tracks[index].values = values
      if !(old.count / 2).isMultiple(of: 2) {
        tracks[index].low = Self.opened(old[old.count - 2])
        tracks[index].high = Self.opened(old[old.count - 1])
        framesInPixel = samplesPerPixel
      }
    }
    samplesPerPixel *= 2
  }

  /// The 16 bit sample divided by 256 and cut towards zero, as audiowaveform does it.
  private static func quantised(_ sample: Float) -> Int8 {
    Int8(max(-128, min(127, (sample * 128).rounded(.towardZero))))
  }

  private static func opened(_ value: Int8) -> Float { Float(value) / 128 }

  /// The lowest and the highest of `samples`.
  ///
  /// Floats whose negative ones have all bits but the sign turned over are ordered like integers, whose
  /// minimum and maximum vectorise where those of floats do not.
  private static func extremes(_ samples: Span<Float>) -> (low: Float, high: Float) {
    var low = Int32.max
    var high = Int32.min
    for i in samples.indices {
      let bits = Int32(bitPattern: samples[i].bitPattern)
      let ordered = bits ^ ((bits >> 31) & 0x7FFF_FFFF)
      low = min(low, ordered)
      high = max(high, ordered)
    }
    return (float(low), float(high))
  }

  private static func float(_ ordered: Int32) -> Float {
    Float(bitPattern: UInt32(bitPattern: ordered ^ ((ordered >> 31) & 0x7FFF_FFFF)))
  }
}

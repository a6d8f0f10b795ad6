import DSP
import Sound

/// The source's frames in one stream format, made once a block for all rungs that want it.
struct Feed: ~Copyable {
  let stream: PCMFormat
  private let source: PCMFormat
  /// What the last call made, one array a channel.
  private(set) var planes: [[Float]]

  /// How the source's channels become the stream's.
  private enum Fold {
    case none
    case mono(Downmix)
    case stereo(StereoFold)
  }

  private let fold: Fold
  private var resampler: Resampler?
  private var folded: [[Float]]

  /// Whether the source's own frames are the stream's.
  let isSource: Bool

  init(_ stream: PCMFormat, of source: PCMFormat) throws(LadderError) {
    self.stream = stream
    self.source = source
    switch (source.channels, stream.channels) {
    case (let from, let to) where from == to: fold = .none
    case (_, 1): fold = .mono(Downmix(source.layout))
    default: fold = .stereo(StereoFold(source.layout))
    }
    planes = Array(repeating: [], count: stream.channels)
    folded = planes
    if source.sampleRate != stream.sampleRate {
      do {
        resampler = try Resampler(
          from: source.sampleRate, to: stream.sampleRate, channels: stream.channels)
      } catch {
        throw .resamplingRefused(
          from: source.sampleRate.hertz, to: stream.sampleRate.hertz)
      }
    }
    isSource = source.channels == stream.channels && source.sampleRate == stream.sampleRate
  }

  /// Makes the stream's next frames of the source's; nothing to do where they are the same.
  mutating func consume(_ block: borrowing PCMBlock) throws(LadderError) {
    if isSource { return }
    switch fold {
    case .none:
      try resample(block.channels)
    case .mono(let downmix):
      // The array is handed over and back, so that it is written in place.
      if resampler == nil {
        downmix.mix(copy block, into: &planes[0])
      } else {
        downmix.mix(copy block, into: &folded[0])
        try resample(folded)
      }
    case .stereo(let fold):
      if resampler == nil {
        fold.fold(block.channels, into: &planes)
      } else {
        fold.fold(block.channels, into: &folded)
        try resample(folded)
      }
    }
  }

  /// Makes the frames that are left when the source has ended.
  mutating func finish() throws(LadderError) {
    guard resampler != nil else {
      for index in planes.indices { planes[index].removeAll(keepingCapacity: true) }
      return
    }
    do { try resampler?.finish(into: &planes) } catch { throw refusal }
  }

  private mutating func resample(_ channels: [[Float]]) throws(LadderError) {
    do { try resampler?.consume(channels, into: &planes) } catch { throw refusal }
  }

  private var refusal: LadderError {
    .resamplingRefused(from: source.sampleRate.hertz, to: stream.sampleRate.hertz)
  }
}

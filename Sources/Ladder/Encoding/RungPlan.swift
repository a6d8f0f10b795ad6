import DSP
public import Sound

/// What a rung becomes for sources of one format.
public struct RungPlan: Sendable, Equatable {
  public let rung: Rung
  public let source: PCMFormat
  /// Rate of the rendition.
  public let sampleRate: SampleRate
  /// Channels of the rendition: 1 or 2.
  public let channels: Int
  /// libvorbis' quality, −0.1…1; `nil` in the managed modes.
  public let quality: Double?
  /// Bits per second: what libvorbis states in the rendition's header.
  public let nominalBitrate: Int
  /// Where the rendition is not what the rung's name promises, and why.
  public let marks: [RenditionMark]

  public var isResampled: Bool { sampleRate != source.sampleRate }
  /// Rate and channels: rungs with the same stream share one feed.
  var stream: PCMFormat { PCMFormat(sampleRate: sampleRate, channels: channels) }

  /// Lowest and highest rates that libvorbis has a nominal bitrate for (lib/modes/setup_8.h and
  /// setup_44.h: below 8 kHz and above 50 kHz it knows qualities only).
  static let rates = 8_000...48_000

  /// - Throws: `LadderError.encoderRefused` where libvorbis has no mode for the rung.
  public init(_ rung: Rung, for source: PCMFormat) throws(LadderError) {
    let rate = Self.rate(of: rung, for: source.sampleRate.hertz)
    let channels = rung.channels == .mono ? 1 : min(2, source.channels)
    var marks: [RenditionMark] = []
    if source.channels > 2, source.channels != channels {
      marks.append(.downmixed(from: source.channels, to: channels))
    }
    if rate != source.sampleRate.hertz {
      marks.append(.resampled(from: source.sampleRate.hertz, to: rate))
    }
    if rung.gain != 0 { marks.append(.amplified(rung.gain)) }

    let asked = rung.kilobits * 1000
    guard
      let nearest = VorbisQuality.nearest(to: asked, sampleRate: rate, channels: channels)
    else {
      throw .encoderRefused(rung: rung.name, sampleRate: rate, channels: channels, code: -130)
    }
    if nearest.nominal * 100 < asked * 99 {
      marks.append(
        .reduced(
          rung: rung, sampleRate: rate, channels: channels, to: (nearest.nominal + 500) / 1000))
    } else if nearest.nominal * 100 > asked * 101 {
      marks.append(
        .raised(
          rung: rung, sampleRate: rate, channels: channels, to: (nearest.nominal + 500) / 1000))
    }

    self.rung = rung
    self.source = source
    sampleRate = SampleRate(hertz: rate)
    self.channels = channels
    self.marks = marks
    switch rung.mode {
    case .vbr:
      // The profile's own quality was measured at the rung's own rate and channels: only there does
      // it hold.
      if let quality = rung.quality, rung.sampleRate == nil || rung.sampleRate == rate,
        let nominal = VorbisQuality.nominal(quality, sampleRate: rate, channels: channels)
      {
        self.quality = quality
        nominalBitrate = nominal
      } else {
        quality = nearest.quality
        nominalBitrate = nearest.nominal
      }
    case .abr, .bounded:
      quality = nil
      nominalBitrate = nearest.nominal
    }
  }

  /// Frames of the rendition for a source of `frames`: the same where the rate stays, else
  /// ⌈frames · rate / source rate⌉.
  public func frames(ofSource frames: Int) -> Int {
    Resampler.length(of: frames, from: source.sampleRate, to: sampleRate)
  }

  /// The rung's own rate where the source has at least that; else the source's, brought into
  /// libvorbis' range: above it 44.1 kHz for that family of rates and 48 kHz for all others.
  private static func rate(of rung: Rung, for hertz: Int) -> Int {
    if let rate = rung.sampleRate, hertz >= rate { return rate }
    if hertz < rates.lowerBound { return rates.lowerBound }
    if hertz > rates.upperBound { return hertz.isMultiple(of: 11_025) ? 44_100 : 48_000 }
    return hertz
  }
}

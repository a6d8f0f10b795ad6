public import Sound

/// A frequency at which the spectrum of a recording breaks off, as filters cut it and music does not.
///
/// An observation: old broadcast and disc masters may end like that as well.
public struct BandLimit: Sendable, Hashable, Codable {
  /// What leaves a spectrum that breaks off at such a place.
  public enum Origin: Sendable, Hashable {
    /// Audio of a lower sample rate, in hertz, that was converted.
    case upsampled(from: Int)
    /// A lossy encoder, which leaves out what is hardest to hear.
    case lossyEncoder

    /// Stable and snake_case.
    public var code: String {
      switch self {
      case .upsampled: "upsampled"
      case .lossyEncoder: "lossy_source"
      }
    }
  }

  /// Hertz.
  public let frequency: Double
  /// Decibels from the music just below it to whatever is loudest above.
  public let drop: Double

  /// Sample rates that audio is converted from, in hertz.
  private static let customaryRates = [
    8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000,
  ]
  /// Where converters begin to cut, as a share of half the lower rate.
  ///
  /// measured: 0.945 to 0.99 with soxr at 22.05, 32, 44.1 and 48 kHz; 0.92 leaves room for cheaper
  /// filters.
  private static func converterEdge(of rate: Int) -> ClosedRange<Double> {
    // At 16 kHz itself encoders of 128 kbps cut, far more of them than there are recorders of 32 kHz.
    rate == 32_000 ? 0.92...0.985 : 0.92...1.01
  }
  /// Where lossy encoders of 96 to 320 kbps stop, in hertz.
  ///
  /// measured: LAME 16.3 (128 kbps), 18.4 (192), 19.1 (256), 20.0 kHz (320), libopus 20.0, libvorbis
  /// 16.5 (q2) to 20.5 (q5), FFmpeg's AAC 17.2 (128).
  private static let encoderEdge = 14_000.0...20_800.0

  /// The likeliest reason in a file of `rate`; nil where none is customary.
  public func origin(at rate: SampleRate) -> Origin? {
    let converted = Self.customaryRates.first {
      $0 < rate.hertz
        && Self.converterEdge(of: $0).contains(frequency / (Double($0) / 2))
    }
    if let converted { return .upsampled(from: converted) }
    return Self.encoderEdge.contains(frequency) ? .lossyEncoder : nil
  }

  func sentence(_ origin: Origin) -> String {
    let edge = "Nothing sounds above \((frequency / 1_000).rounded(toPlaces: 1)) kHz"
    let steps = "the spectrum falls by \(Int(drop)) dB there"
    return switch origin {
    case .upsampled(let rate):
      "\(edge), as in audio of \(Double(rate) / 1_000) kHz that was converted (\(steps))."
    case .lossyEncoder:
      "\(edge), as after a lossy encoder such as MP3 (\(steps))."
    }
  }
}

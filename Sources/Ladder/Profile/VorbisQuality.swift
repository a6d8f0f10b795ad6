import CVorbis
import Synchronization

/// What libvorbis answers about its qualities at a rate and a number of channels.
///
/// The answers come from libvorbis' own tables: a quality is tried, and the bitrate it would write into
/// its identification header is read. They are kept, since each costs a whole set-up.
struct VorbisQuality {
  /// libvorbis' range (vorbisenc.h, `vorbis_encode_init_vbr`).
  static let range = -0.1...1.0

  struct Key: Hashable {
    let sampleRate: Int
    let channels: Int
    let bitrate: Int
  }
  struct Answer {
    let quality: Double
    let nominal: Int
  }
  private static let known = Mutex<[Key: Answer]>([:])

  /// Nominal bits per second of a quality, `nil` where libvorbis refuses.
  static func nominal(_ quality: Double, sampleRate: Int, channels: Int) -> Int? {
    var info = unsafe vorbis_info()
    unsafe vorbis_info_init(&info)
    defer { unsafe vorbis_info_clear(&info) }
    guard
      unsafe vorbis_encode_init_vbr(&info, channels, sampleRate, Float(quality)) == 0
    else { return nil }
    return unsafe info.bitrate_nominal
  }

  /// The quality whose nominal bitrate comes nearest to `bitrate`, within libvorbis' range.
  static func nearest(to bitrate: Int, sampleRate: Int, channels: Int) -> Answer? {
    let key = Key(sampleRate: sampleRate, channels: channels, bitrate: bitrate)
    if let answer = known.withLock({ $0[key] }) { return answer }
    guard let answer = search(bitrate, sampleRate: sampleRate, channels: channels) else {
      return nil
    }
    known.withLock { $0[key] = answer }
    return answer
  }

  private static func search(_ bitrate: Int, sampleRate: Int, channels: Int) -> Answer? {
    func ask(_ quality: Double) -> Answer? {
      nominal(quality, sampleRate: sampleRate, channels: channels)
        .map { Answer(quality: quality, nominal: $0) }
    }
    guard let lowest = ask(range.lowerBound), let highest = ask(range.upperBound) else {
      return nil
    }
    if bitrate <= lowest.nominal { return lowest }
    if bitrate >= highest.nominal { return highest }
    // The whole tenths are the rungs of libvorbis' own ladder: taken where one fits to 0.1 %.
    var low = lowest
    var high = highest
    for tenth in 0...9 {
      guard let answer = ask(Double(tenth) / 10) else { continue }
      if abs(answer.nominal - bitrate) * 1000 <= bitrate { return answer }
      if answer.nominal < bitrate { low = answer } else { high = answer }
      if answer.nominal > bitrate { break }
    }
    // Between two tenths the nominal rises linearly; the quality is rounded to a thousandth so that
    // it can be written down and typed in again.
    let share = Double(bitrate - low.nominal) / Double(max(1, high.nominal - low.nominal))
    let quality = low.quality + share * (high.quality - low.quality)
    return ask((quality * 1000).rounded() / 1000)
  }
}

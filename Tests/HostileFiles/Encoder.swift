import CSndfile
import Foundation

/// Files in the formats that are too long to write by hand.
enum Encoder {
  static let vorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS
  static let opus = SF_FORMAT_OGG | SF_FORMAT_OPUS
  static let mp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
  static let caf = SF_FORMAT_CAF | SF_FORMAT_PCM_16
  static let au = SF_FORMAT_AU | SF_FORMAT_PCM_16
  static let wave64 = SF_FORMAT_W64 | SF_FORMAT_PCM_16

  /// What libsndfile would not write.
  struct Refused: Error {}

  static func bytes(_ samples: [Int16], as format: Int, rate: Int = 48_000) throws -> [UInt8] {
    let url = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = 2
    info.format = Int32(format)
    guard let file = unsafe sf_open(url.path, Int32(SFM_WRITE), &info) else { throw Refused() }
    let frames = sf_count_t(samples.count / 2)
    let written = unsafe sf_writef_short(file, samples, frames)
    unsafe sf_close(file)
    guard written == frames else { throw Refused() }
    return try Array(Data(contentsOf: url))
  }
}

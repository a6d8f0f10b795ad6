import CSndfile
import Foundation
import Sound
import Testing

/// Files of every format that libsndfile writes.
enum Encoded {
  /// Writes interleaved samples and gives back the bytes; integer depths are rounded and clipped.
  static func bytes(
    _ samples: [Float], channels: Int = 2, rate: Int = 44_100, format: Int
  ) throws -> [UInt8] {
    let folder = try ScratchFolder()
    let url = folder.url.appending(path: "encoded")
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = Int32(channels)
    info.format = Int32(format)
    let file = try unsafe #require(sf_open(url.path, Int32(SFM_WRITE), &info))
    let frames = sf_count_t(samples.count / channels)
    _ = unsafe sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    let written = unsafe sf_writef_float(file, samples, frames)
    unsafe sf_close(file)
    try #require(written == frames)
    return try Array(Data(contentsOf: url))
  }

  static let flac16 = SF_FORMAT_FLAC | SF_FORMAT_PCM_16
}

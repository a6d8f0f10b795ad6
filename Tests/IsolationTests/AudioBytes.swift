import CSndfile
import Foundation
import Sound
import TestSignals
import Testing

/// Files of some formats, as bytes.
enum AudioBytes {
  /// A file of stereo music in a format of libsndfile.
  static func file(
    _ format: Int, frames: Int = 100_000, rate: Int = 44_100
  ) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let left = Signals.music(frames: frames, sampleRate: rate, seed: 3)
    let right = Signals.music(frames: frames, sampleRate: rate, seed: 4)
    let samples = zip(left, right).flatMap { [$0, $1] }
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = 2
    info.format = Int32(format)
    let path = folder.path + "/file"
    let file = try unsafe #require(sf_open(path, Int32(SFM_WRITE), &info))
    _ = unsafe sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    let written = unsafe sf_writef_float(file, samples, sf_count_t(frames))
    unsafe sf_close(file)
    try #require(written == frames)
    return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static let wav8 = SF_FORMAT_WAV | SF_FORMAT_PCM_U8
  static let wav16 = SF_FORMAT_WAV | SF_FORMAT_PCM_16
  static let wav24 = SF_FORMAT_WAV | SF_FORMAT_PCM_24
  static let wavFloat = SF_FORMAT_WAV | SF_FORMAT_FLOAT
  static let flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16
  static let aiff = SF_FORMAT_AIFF | SF_FORMAT_PCM_24
  static let vorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS
}

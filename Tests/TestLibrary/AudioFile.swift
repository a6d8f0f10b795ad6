import CSndfile
import Foundation

/// Bytes of audio files with 16-bit samples.
public struct AudioFile {
  public enum Container: Sendable, CaseIterable {
    case wav, flac, aiff

    fileprivate var format: Int {
      switch self {
      case .wav: SF_FORMAT_WAV | SF_FORMAT_PCM_16
      case .flac: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
      case .aiff: SF_FORMAT_AIFF | SF_FORMAT_PCM_16
      }
    }
  }

  /// What libsndfile would not write.
  public struct WritingFailed: Error {}

  /// A file of these samples, full scale ±1, all channels of one length; a title is written where the
  /// container has a place for it.
  public static func bytes(
    _ channels: [[Float]], sampleRate: Int, as container: Container = .wav, title: String? = nil,
    artist: String? = nil, album: String? = nil
  ) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "audio")
    var info = SF_INFO()
    info.samplerate = Int32(sampleRate)
    info.channels = Int32(channels.count)
    info.format = Int32(container.format)
    guard let file = unsafe sf_open(url.path, Int32(SFM_WRITE), &info) else {
      throw WritingFailed()
    }
    if let title { _ = unsafe sf_set_string(file, Int32(SF_STR_TITLE), title) }
    if let artist { _ = unsafe sf_set_string(file, Int32(SF_STR_ARTIST), artist) }
    if let album { _ = unsafe sf_set_string(file, Int32(SF_STR_ALBUM), album) }
    let frames = channels.first?.count ?? 0
    // Rounded here: libsndfile rounds each container in its own way, and the sound would differ.
    var interleaved: [Int16] = []
    interleaved.reserveCapacity(frames * channels.count)
    for frame in 0..<frames {
      for channel in channels {
        interleaved.append(Int16(max(-32_768, min(32_767, (channel[frame] * 32_768).rounded()))))
      }
    }
    let written = unsafe sf_writef_short(file, interleaved, sf_count_t(frames))
    unsafe sf_close(file)
    guard written == frames else { throw WritingFailed() }
    return try Array(Data(contentsOf: url))
  }
}

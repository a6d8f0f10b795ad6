/// One file of the ladder, and all that is known about it.
public struct Rendition: Sendable, Equatable, Codable {
  /// Name of its rung.
  public let rung: String
  /// Where it lies in its store: `renditions/ab/<track id>/<rung>.ogg`.
  public let path: String
  /// Bytes of the file.
  public let bytes: Int
  /// SHA-256 of the file, in hexadecimal.
  public let sha256: String
  /// Frames it decodes to.
  public let frames: Int
  public let sampleRate: Int
  public let channels: Int
  /// Bits per second stated in the file's header.
  public let nominalBitrate: Int
  /// Bits per second of audio packets over the whole.
  public let meanBitrate: Int
  /// Bits of audio packets in the fullest second.
  public let peakBitrate: Int
  /// libvorbis' quality; `nil` in the managed modes.
  public let quality: Double?
  /// Decibels that were added before encoding.
  public let gain: Double
  /// The settings that made the audio packets (`Rung.settingsDigest`).
  public let settingsDigest: String
  /// SHA-256 of the comment header: tags and cover.
  public let tagsDigest: String
  public let encoderVersion: String
  public internal(set) var marks: [RenditionMark]
  public let seekTable: SeekTable

  /// Seconds of audio.
  public var duration: Double { Double(frames) / Double(sampleRate) }

  /// Where the rendition of a rung of a track lies.
  public static func path(track: String, rung: String) -> String {
    "renditions/\(track.prefix(2))/\(track)/\(rung).ogg"
  }

  /// Whether the audio has to be encoded again to be what `rung` asks for now.
  public func isOutOfDate(for rung: Rung) -> Bool { settingsDigest != rung.settingsDigest }
}

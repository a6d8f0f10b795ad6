public import Tagging

/// What a rendition's comment header says: the source's tags, the cover, and our own.
///
/// The order is fixed, nothing in it depends on the time or the machine, and the audio bytes never
/// depend on it.
public struct RenditionTags: Sendable, Equatable {
  public var tags: TrackTags
  /// Already within the profile's limits (`CoverArt.fitted`).
  public var cover: Picture?
  public var loudness: LoudnessTags?
  /// Version of the program, for `ENCODER` and `ASSONANCE_VERSION`.
  public var programVersion: String

  public init(
    tags: TrackTags, cover: Picture? = nil, loudness: LoudnessTags? = nil, programVersion: String
  ) {
    self.tags = tags
    self.cover = cover
    self.loudness = loudness
    self.programVersion = programVersion
  }

  /// Names that a rendition answers itself, or that speak about the source's file only.
  static func isOwn(_ name: String) -> Bool {
    name.hasPrefix("REPLAYGAIN_") || name.hasPrefix("R128_") || name.hasPrefix("ASSONANCE_")
      || [
        "ENCODER", "METADATA_BLOCK_PICTURE", "COVERART", "COVERARTMIME",
        "WAVEFORMATEXTENSIBLE_CHANNEL_MASK",
      ]
      .contains(name)
  }

  /// All comments in the order in which they are written.
  ///
  /// - Parameter gain: decibels that were added to the rendition's samples.
  /// - Returns: names and values.
  func comments(gain: Double) -> [(name: String, value: String)] {
    var comments: [(name: String, value: String)] = []
    for field in tags.fields where !Self.isOwn(field.name) && VorbisComments.isName(field.name) {
      for value in field.values { comments.append((field.name, value)) }
    }
    if let loudness { comments += loudness.comments(gain: gain) }
    if gain != 0 { comments.append(("ASSONANCE_GAIN", "\(Decimals.text(gain, 2)) dB")) }
    comments.append(("ENCODER", "Assonance \(programVersion)"))
    comments.append(("ASSONANCE_VERSION", programVersion))
    if let cover {
      comments.append(("METADATA_BLOCK_PICTURE", PictureBlock.base64(cover)))
    }
    return comments
  }
}

import CTagLib

/// Reads the tags and pictures of audio files.
///
/// The format is told by the file's first bytes: FLAC, WAV (RIFF INFO and ID3), AIFF, MP3, and Ogg with
/// Vorbis, Opus or FLAC. A file of any other format has no tags. Paths that stand in tags are never
/// followed, and nothing is written.
public enum TagReader {
  /// - Throws: `TaggingError.unreadable` where the file cannot be opened; whatever stands in it is
  ///   repaired or left out with a warning.
  public static func read(
    path: String, limits: TaggingLimits = TaggingLimits()
  ) throws(TaggingError) -> FileTags {
    let handle = try TagLibFile(path: path, limits: limits)
    var result = FileTags()
    var repaired = 0
    for index in 0..<handle.fieldCount {
      let (name, bytes) = handle.field(index)
      let text = TextRepair.text(of: bytes)
      if text.wasRepaired { repaired += 1 }
      let value = text.value
      guard !value.isEmpty, let key = name.isEmpty ? nil : name else { continue }
      result.tags.append(value, to: key)
    }
    if repaired > 0 {
      result.warnings.append(
        "\(repaired) tag values were not valid UTF-8 and were read as Windows-1252.")
    }
    for index in 0..<handle.pictureCount {
      var picture = handle.picture(index)
      guard let header = PictureHeader(picture.bytes) else {
        result.warnings.append("A picture of \(picture.bytes.count) bytes has an unknown format.")
        continue
      }
      picture.mime = header.mime
      picture.width = header.width
      picture.height = header.height
      result.pictures.append(picture)
    }
    if handle.skipped > 0 {
      result.warnings.append(
        "\(handle.skipped) tag values or pictures are too large and were left out.")
    }
    return result
  }
}

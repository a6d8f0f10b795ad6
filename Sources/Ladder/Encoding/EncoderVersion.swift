import CVorbis

/// What made a rendition's audio bytes.
public enum EncoderVersion {
  /// Raised whenever a change in this room changes the audio bytes of any rendition.
  public static let ladder = 1

  /// This room's version and libvorbis' own, such as "1 (Xiph.Org libVorbis 1.3.7)".
  public static let current: String =
    unsafe "\(ladder) (\(vorbis_version_string().map { unsafe String(cString: $0) } ?? ""))"
}

/// What a file is, by its content.
public enum FileKind: String, Sendable, Hashable, Codable, CaseIterable {
  // Audio that can be decoded.
  case wav, rf64, bw64, wave64, flac, aiff, ogg, caf, au, mp3, voc, nist, ircam
  // Audio that cannot, yet.
  case mp4, wavpack, monkeysAudio, dsf, dsdiff, asf, trueAudio, tak, musepack, realMedia, amr, adts
  case matroska, midi, module
  // No audio, or none that a listener would miss.
  case text, jpeg, png, gif, webp, bmp, tiff, pdf, zip, gzip, sevenZip, rar, avi, sqlite, executable
  case appleDouble, document, icon, session

  /// What we do with it.
  public enum Standing: Sendable, Hashable { case decodable, unsupportedAudio, notAudio }

  public var standing: Standing {
    switch self {
    case .wav, .rf64, .bw64, .wave64, .flac, .aiff, .ogg, .caf, .au, .mp3, .voc, .nist, .ircam:
      .decodable
    case .mp4, .wavpack, .monkeysAudio, .dsf, .dsdiff, .asf, .trueAudio, .tak, .musepack,
      .realMedia, .amr, .adts, .matroska, .midi, .module:
      .unsupportedAudio
    case .text, .jpeg, .png, .gif, .webp, .bmp, .tiff, .pdf, .zip, .gzip, .sevenZip, .rar, .avi,
      .sqlite, .executable, .appleDouble, .document, .icon, .session:
      .notAudio
    }
  }

  /// The words for it in a sentence.
  public var phrase: String {
    switch self {
    case .wav: "a WAV file"
    case .rf64: "an RF64 file"
    case .bw64: "a BW64 file"
    case .wave64: "a Wave64 file"
    case .flac: "a FLAC file"
    case .aiff: "an AIFF file"
    case .ogg: "an Ogg file"
    case .caf: "a Core Audio file"
    case .au: "an AU file"
    case .mp3: "an MP3 file"
    case .voc: "a Creative Voice file"
    case .nist: "a NIST Sphere file"
    case .ircam: "an IRCAM file"
    case .mp4: "an MP4 or M4A file"
    case .wavpack: "a WavPack file"
    case .monkeysAudio: "a Monkey's Audio file"
    case .dsf: "a DSF (DSD) file"
    case .dsdiff: "a DSDIFF (DSD) file"
    case .asf: "a Windows Media file"
    case .trueAudio: "a True Audio file"
    case .tak: "a TAK file"
    case .musepack: "a Musepack file"
    case .realMedia: "a RealMedia file"
    case .amr: "an AMR file"
    case .adts: "an AAC (ADTS) file"
    case .matroska: "a Matroska or WebM file"
    case .midi: "a MIDI file"
    case .module: "a tracker module"
    case .text: "text"
    case .jpeg: "a JPEG picture"
    case .png: "a PNG picture"
    case .gif: "a GIF picture"
    case .webp: "a WebP picture"
    case .bmp: "a BMP picture"
    case .tiff: "a TIFF picture"
    case .pdf: "a PDF document"
    case .zip: "a ZIP archive"
    case .gzip: "a gzip archive"
    case .sevenZip: "a 7-Zip archive"
    case .rar: "a RAR archive"
    case .avi: "an AVI video"
    case .sqlite: "a SQLite database"
    case .executable: "a program"
    case .appleDouble: "an AppleDouble companion file"
    case .document: "a document"
    case .icon: "an icon"
    case .session: "an audio program's own project or waveform file"
    }
  }
}

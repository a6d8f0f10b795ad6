extension FileKind {
  /// Bytes of the head that recognition looks at; also how far a first MPEG frame is searched for.
  ///
  /// chosen: the longest fixed signature ends at byte 1084 (tracker modules), and encoders leave a
  /// kilobyte or two of zeros between a tag and the first frame.
  public static let headLength = 8192

  /// The kind of an open file by its content, or nil for nothing that is known.
  public static func recognise(_ file: borrowing RegularFile) throws(FileFault) -> FileKind? {
    let head = try file.bytes(at: 0, count: headLength)
    let tagLength = tagLength(head)
    guard tagLength > 0 else { return recognise(head: head, size: file.stamp.size) }
    // An ID3v2 tag stands in front of MP3 by rule, of FLAC, WavPack, TTA and AAC by habit.
    let behind = try file.bytes(at: tagLength, count: headLength)
    let kind = recognise(head: behind, size: max(0, file.stamp.size - tagLength))
    // Behind a tag anything that is not another audio format is MP3 with some junk in front.
    switch kind?.standing {
    case .decodable, .unsupportedAudio: return kind
    case .notAudio, nil: return .mp3
    }
  }

  /// The kind of a file of `size` bytes that begins with `head`, which is no ID3v2 tag.
  public static func recognise(head: [UInt8], size: Int) -> FileKind? {
    func has(_ text: String, at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: text.utf8)
    }
    func has(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: bytes)
    }
    if has("RIFF") || has("RIFX") || has("RF64") || has("BW64") {
      if has("AVI ", at: 8) { return .avi }
      if has("WEBP", at: 8) { return .webp }
      // A file cut within its first twelve bytes still says what it was going to be.
      guard has("WAVE", at: 8) || head.count < 12 else { return .session }
      return has("RF64") ? .rf64 : has("BW64") ? .bw64 : .wav
    }
    if has("FORM") {
      return has("AIFF", at: 8) || has("AIFC", at: 8) || head.count < 12 ? .aiff : nil
    }
    // The few whose header is text come before text, all others after: a note on MAC addresses is no
    // Monkey's Audio.
    if has("NIST_1A") { return .nist }
    if has("%PDF-") { return .pdf }
    if looksLikeText(head) { return .text }
    for (kind, text) in signatures where has(text) { return kind }
    for (kind, bytes) in binarySignatures where has(bytes) { return kind }
    // Six bytes of a bitmap's header are its length and four reserved zeros.
    if has("BM"), has([0, 0, 0, 0], at: 6) { return .bmp }
    if has("ftyp", at: 4) || has("moov", at: 4) || has("mdat", at: 4) { return .mp4 }
    if ["M.K.", "M!K!", "FLT4", "FLT8", "4CHN", "6CHN", "8CHN"].contains(where: {
      has($0, at: 1080)
    }
    ) {
      return .module
    }
    if has("SCRM", at: 44) { return .module }
    // AAC's sync word is MPEG's with layer 0, which MPEG audio forbids (ISO/IEC 13818-7 §6.2).
    if isADTS(head, size: size) { return .adts }
    if MPEGFrameHeader.chain(in: head, size: size) { return .mp3 }
    return nil
  }

  /// The length in bytes of the ID3v2 tag that `head` begins with, 0 where there is none
  /// (ID3v2.4.0 structure, §3.1: the length is four bytes of seven bits).
  public static func tagLength(_ head: [UInt8]) -> Int {
    guard head.count >= 10, head.starts(with: "ID3".utf8), head[3] != 0xFF, head[4] != 0xFF,
      head[6...9].allSatisfy({ $0 < 0x80 })
    else { return 0 }
    let length = head[6...9].reduce(0) { $0 << 7 | Int($1) }
    let footer = head[5] & 0x10 != 0 ? 10 : 0
    return 10 + length + footer
  }

  /// Whether one AAC frame is followed by another, or is all there is (ISO/IEC 13818-7 §6.2: the length
  /// stands in thirteen bits from the thirtieth on).
  private static func isADTS(_ head: [UInt8], size: Int) -> Bool {
    func begins(_ offset: Int) -> Bool {
      head[offset] == 0xFF && head[offset + 1] & 0xF6 == 0xF0
    }
    guard head.count > 7, begins(0) else { return false }
    let length = Int(head[3] & 3) << 11 | Int(head[4]) << 3 | Int(head[5]) >> 5
    guard length >= 7 else { return false }
    return length + 1 < head.count ? begins(length) : length == size
  }

  private static let signatures: [(FileKind, String)] = [
    (.flac, "fLaC"), (.ogg, "OggS"), (.caf, "caff"), (.au, ".snd"), (.au, "dns."),
    (.voc, "Creative Voice File"), (.wavpack, "wvpk"), (.monkeysAudio, "MAC "),
    (.dsf, "DSD "), (.dsdiff, "FRM8"), (.trueAudio, "TTA1"), (.trueAudio, "TTA2"), (.tak, "tBaK"),
    (.musepack, "MPCK"), (.musepack, "MP+"), (.realMedia, ".RMF"), (.realMedia, ".ra"),
    (.amr, "#!AMR"), (.midi, "MThd"), (.module, "Extended Module:"), (.module, "IMPM"),
    (.gif, "GIF8"), (.zip, "PK\u{3}\u{4}"), (.zip, "PK\u{5}\u{6}"), (.rar, "Rar!"),
    (.session, "FLhd"), (.session, "RPKM"), (.session, "RPKN"), (.session, "RPKL"),
    (.document, "d8:announce"), (.document, "PAR2\0PKT"),
    (.sqlite, "SQLite format 3"), (.executable, "\u{7F}ELF"), (.tiff, "II*\0"), (.tiff, "MM\0*"),
  ]

  private static let binarySignatures: [(FileKind, [UInt8])] = [
    // Wave64: the GUID 66666972-912E-11CF-A5D6-28DB04C10000, "riff" in its first field.
    (.wave64, Array("riff".utf8) + [0x2E, 0x91, 0xCF, 0x11]),
    (.ircam, [0x64, 0xA3]), (.jpeg, [0xFF, 0xD8, 0xFF]),
    (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    (.gzip, [0x1F, 0x8B, 0x08]), (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    // ASF's header object, GUID 75B22630-668E-11CF-A6D9-00AA0062CE6C.
    (.asf, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),
    (.matroska, [0x1A, 0x45, 0xDF, 0xA3]),
    (.appleDouble, [0x00, 0x05, 0x16, 0x07]), (.appleDouble, [0x00, 0x05, 0x16, 0x00]),
    // Office documents, and the thumbnails that Windows leaves behind.
    (.document, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), (.icon, [0, 0, 1, 0]),
    (.session, [0xAB, 0x1E, 0x56, 0x78]),
  ]

  /// Whether every byte could stand in a text: no control characters but white space, or a byte order
  /// mark of UTF-16 in front.
  private static func looksLikeText(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
    return !head.isEmpty
      && head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B }
  }
}

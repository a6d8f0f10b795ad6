extension FolderBuilder {
  mutating func addOgg() throws {
    func flac() -> [[UInt8]] {
      let samples = sounds.next(frames: 44_100)
      return OggFile.flac(FLACFile(samples), samples: 44_100)
    }
    try add("flac.ogg", Array(flac().joined()), "FLAC in Ogg", .good)
    try add(
      "flac_cut.oga", Array(flac().dropLast(4).joined()), "FLAC in Ogg without its end",
      .damaged("truncated"))
    try add(
      "flac_header_only.oga", Array(flac()[..<2].joined()), "FLAC in Ogg without frames",
      .rejected("no_audio_frames"))
    let vorbis = try Encoder.bytes(sounds.next(frames: 96_000), as: Encoder.vorbis)
    try add("vorbis.ogg", vorbis, "Vorbis", .good)
    let cut = try Encoder.bytes(sounds.next(frames: 96_000), as: Encoder.vorbis)
    try add(
      "vorbis_cut.ogg", Array(cut[..<(cut.count * 7 / 10)]), "Vorbis cut short",
      .damaged("truncated"))
    try add(
      "vorbis_head.ogg", Array(cut[..<200]), "Vorbis cut in its headers", .rejected("damaged"))
    try add(
      "opus.opus", try Encoder.bytes(sounds.next(frames: 96_000), as: Encoder.opus), "Opus", .good)
    try add(
      "unknown_codec.ogg",
      OggFile.page(Bytes.ascii("Mystery!") + Bytes.zeros(40), sequence: 0, granule: 0, flags: 2),
      "a codec nobody knows", .rejected("damaged"))
    try add(
      "speex.spx",
      OggFile.page(Bytes.ascii("Speex   1.2") + Bytes.zeros(69), sequence: 0, granule: 0, flags: 2),
      "Speex", .rejected("unsupported_format"))
    try add(
      "page_of_nothing.ogg", Bytes.ascii("OggS") + Bytes.zeros(5_000), "an empty page",
      .rejected("damaged"))
  }

  mutating func addAIFF() throws {
    /// 44 100 Hz as an 80-bit extended number.
    let standardRate: [UInt8] = [0x40, 0x0E, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]
    func chunk(_ id: String, _ body: [UInt8], _ length: Int? = nil) -> [UInt8] {
      Bytes.ascii(id) + Bytes.big(length ?? body.count, 4) + body
    }
    func aiff(
      _ samples: [Int16], kind: String = "AIFF", frames: Int? = nil, rate: [UInt8]? = nil,
      codec: [UInt8] = [], offset: Int = 0, sound: Bool = true
    ) -> [UInt8] {
      let common =
        Bytes.big(2, 2) + Bytes.big(frames ?? samples.count / 2, 4) + Bytes.big(16, 2)
        + (rate ?? standardRate) + codec
      let data = samples.flatMap { Bytes.big(Int($0), 2) }
      var body = Bytes.ascii(kind) + chunk("COMM", common)
      if sound { body += chunk("SSND", Bytes.big(offset, 4) + Bytes.zeros(4) + data) }
      return Bytes.ascii("FORM") + Bytes.big(body.count, 4) + body
    }
    func codec(_ id: String) -> [UInt8] { Bytes.ascii(id) + [0, 0] }
    try add("good.aiff", aiff(sounds.next()), "as it should be", .good)
    let cut = aiff(sounds.next())
    try add("cut.aiff", Array(cut.dropLast(30_000)), "cut short", .damaged("truncated"))
    try add(
      "sowt.aifc", aiff(sounds.next(), kind: "AIFC", codec: codec("sowt")), "little-endian", .good)
    try add(
      "unknown.aifc", aiff([1, 2, 3, 4], kind: "AIFC", codec: codec("wxyz")),
      "an unknown encoding", .rejected("damaged"))
    try add(
      "rate_0.aiff", aiff([1, 2, 3, 4], rate: Bytes.zeros(10)), "rate 0",
      .rejected("sample_rate_out_of_range"))
    try add(
      "rate_nan.aiff", aiff([1, 2, 3, 4], rate: [UInt8](repeating: 0xFF, count: 10)),
      "a rate that is no number", .rejected("damaged"))
    try add(
      "no_sound.aiff", aiff([], sound: false), "no samples", .rejected("damaged"))
    try add(
      "declares_4g.aiff", aiff(sounds.next(), frames: 0xFFFF_FFFF), "2³² − 1 frames declared",
      .good)
    try add(
      "offset_4g.aiff", aiff(sounds.next(), offset: 0xFFFF_FFF0),
      "samples 4 GB behind their place", .rejected("no_audio_frames"))
    try add("head_only.aiff", Bytes.ascii("FORM\0\0\0\u{4}AIFF"), "nothing", .rejected("damaged"))
  }

  /// MP3 and the formats around.
  mutating func addLossy() throws {
    func mp3() throws -> [UInt8] {
      try Encoder.bytes(sounds.next(frames: 96_000), as: Encoder.mp3)
    }
    try add("good.mp3", try mp3(), "as it should be", .good)
    try add("mp3_named.wav", try mp3(), "MP3 with another's name", .good)
    let cut = try mp3()
    try add("cut.mp3", Array(cut[..<(cut.count / 2)]), "cut at half", .damaged("truncated"))
    func tag(_ version: UInt8, flags: UInt8 = 0, _ frames: [UInt8], length: Int? = nil) -> [UInt8] {
      Bytes.ascii("ID3") + [version, 0, flags] + Bytes.syncsafe(length ?? frames.count) + frames
    }
    func frame(_ id: String, _ length: [UInt8], _ body: [UInt8]) -> [UInt8] {
      Bytes.ascii(id) + length + [0, 0] + body
    }
    try add(
      "id3_frame_4gb.mp3",
      tag(3, frame("TIT2", [0xFF, 0xFF, 0xFF, 0xF0], Bytes.ascii("\0x"))) + (try mp3()),
      "a title of 4 GB", .good)
    try add(
      "id3_picture_4gb.mp3",
      tag(4, frame("APIC", [0x7F, 0x7F, 0x7F, 0x7F], Bytes.ascii("\0image/png\0\u{3}\0x")))
        + (try mp3()), "a picture of 256 MB that is not there", .good)
    let stuffed = Array(repeatElement([0xFF, 0x00] as [UInt8], count: 2_000).joined())
    try add(
      "id3_unsynchronised.mp3",
      tag(4, flags: 0x80, frame("TIT2", Bytes.syncsafe(4_000), [0] + stuffed)) + (try mp3()),
      "unsynchronisation all along", .good)
    let tiny = (0..<20_000).flatMap { frame("TXXX", Bytes.syncsafe(8), [3] + Bytes.big($0, 7)) }
    try add("id3_20000_frames.mp3", tag(4, tiny) + (try mp3()), "20 000 frames", .good)
    try add(
      "id3_past_end.mp3", tag(4, Bytes.zeros(40), length: 0x0FFF_FFFF),
      "a tag of 256 MB and nothing else", .rejected("truncated"))
    try add(
      "id3_only.mp3", tag(4, Bytes.zeros(2_000)), "a tag and nothing else",
      .rejected("no_audio_frames"))
    let ape =
      Bytes.ascii("APETAGEX") + Bytes.little(2_000, 4) + Bytes.little(0xFFFF_FFFF, 4)
      + Bytes.little(0xFFFF_FFFF, 4) + Bytes.zeros(12)
    try add("ape_4g_items.mp3", try mp3() + ape, "2³² − 1 tags of 4 GB", .good)
    try add(
      "caf.caf", try Encoder.bytes(sounds.next(), as: Encoder.caf), "Core Audio", .good)
    var caf = try Encoder.bytes(sounds.next(), as: Encoder.caf)
    caf.replaceSubrange(12..<20, with: [UInt8](repeating: 0xFE, count: 8))
    try add("negative_chunk.caf", caf, "a chunk of negative length", .rejected("damaged"))
    var au = try Encoder.bytes(sounds.next(), as: Encoder.au)
    au.replaceSubrange(8..<12, with: [0xFF, 0xFF, 0xFF, 0xFF])
    try add("unknown_length.au", au, "no length, as the rules allow", .good)
    try add(
      "wave64.w64", try Encoder.bytes(sounds.next(), as: Encoder.wave64), "Wave64", .good)
    try add(
      "aac.m4a", Bytes.big(24, 4) + Bytes.ascii("ftypM4A ") + Bytes.zeros(3_000), "an M4A file",
      .rejected("unsupported_format"))
  }

  /// What is no audio and says it is, and the other way round.
  mutating func addImpostors() throws {
    let no = Verdict.rejected("not_audio")
    try add(
      "text.wav", Bytes.ascii(String(repeating: "This is no audio.\n", count: 400)), "text", no)
    try add("text.flac", Bytes.ascii("fLaX is no signature\n"), "text", no)
    try add("page.wav", Bytes.ascii("<!doctype html><title>404</title>"), "an error page", no)
    try add("noise.flac", [0] + sounds.noise(60_000), "noise", no)
    try add("zeros.wav", Bytes.zeros(60_000), "zeros", no)
    try add(
      "picture.flac", [0x89] + Bytes.ascii("PNG\r\n\u{1A}\n") + sounds.noise(5_000), "a picture",
      no)
    try add("program.mp3", [0x7F] + Bytes.ascii("ELF") + Bytes.zeros(900), "a program", no)
    try add("._good.wav", [0, 5, 0x16, 7] + Bytes.zeros(100), "the Mac's companion", .passedOver)
    try add("cover.jpg", [0xFF, 0xD8, 0xFF] + Bytes.zeros(100), "a cover beside", .passedOver)
    try add("notes.txt", Bytes.ascii("Side A"), "a text beside", .passedOver)
    try add("empty", [], "an empty file that claims nothing", .passedOver)
    try add("wav_named.flac", WaveFile().bytes(sounds.bytes()), "WAV with another's name", .good)
    try add("no_extension", WaveFile().bytes(sounds.bytes()), "WAV with no extension", .good)
    try add("flac_named.txt", FLACFile(sounds.next()).bytes, "FLAC that says it is text", .good)
  }
}

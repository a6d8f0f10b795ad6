extension FolderBuilder {
  /// WAV files whose tags are wrong.
  mutating func addTags() throws {
    func wave(_ chunk: [UInt8]) -> [UInt8] {
      WaveFile(after: chunk).bytes(sounds.bytes())
    }
    let frame = Bytes.ascii("TIT2") + [0xFF, 0xFF, 0xFF, 0xF0, 0, 0] + Bytes.ascii("\0x")
    let tag = Bytes.ascii("ID3") + [3, 0, 0] + Bytes.syncsafe(0x0FFF_FFFF) + frame
    try add("id3_4gb.wav", wave(Bytes.chunk("id3 ", tag)), "an ID3 title of 4 GB", .good)
    try add(
      "info_4gb.wav",
      wave(
        Bytes.chunk(
          "LIST", Bytes.ascii("INFO") + Bytes.chunk("INAM", [65, 0], declares: 0xFFFF_FFFF))),
      "a title of 4 GB", .good)
    let path = Bytes.ascii("../../../../etc/cron.d/x\0")
    try add(
      "info_path.wav",
      wave(Bytes.chunk("LIST", Bytes.ascii("INFO") + Bytes.chunk("INAM", path))),
      "a title that is a path out of the folder", .good)
    try add(
      "info_not_utf8.wav",
      wave(
        Bytes.chunk("LIST", Bytes.ascii("INFO") + Bytes.chunk("INAM", [0xFF, 0xFE, 0xC3, 0x28]))),
      "a title in no encoding", .good)
    try add(
      "bext_cut.wav",
      WaveFile(before: Bytes.chunk("bext", Bytes.zeros(10))).bytes(sounds.bytes()),
      "a broadcast chunk of 10 bytes", .good)
    try add(
      "cue_bomb.wav",
      WaveFile(before: Bytes.chunk("cue ", Bytes.little(0xFFFF_FFFF, 4))).bytes(sounds.bytes()),
      "2³² − 1 cue points", .good)
  }

  /// Files whose covers are bombs.
  mutating func addPictures() throws {
    func flac(_ image: [UInt8], _ mime: String) -> [UInt8] {
      var file = FLACFile(sounds.next())
      file.blocks = [(6, FLACFile.picture(image, mime: mime), nil)]
      return file.bytes
    }
    let png = [0x89] + Bytes.ascii("PNG\r\n\u{1A}\n")
    func header(_ width: Int, _ height: Int) -> [UInt8] {
      let body = Bytes.ascii("IHDR") + Bytes.big(width, 4) + Bytes.big(height, 4) + [8, 6, 0, 0, 0]
      return Bytes.big(13, 4) + body + Bytes.big(0, 4)
    }
    try add(
      "cover_60000.flac", flac(png + header(60_000, 60_000) + Bytes.zeros(100), "image/png"),
      "a PNG of 60 000 × 60 000 pixels", .good)
    try add(
      "cover_2g.flac", flac(png + header(0x7FFF_FFFF, 0x7FFF_FFFF), "image/png"),
      "a PNG of 2³¹ × 2³¹ pixels", .good)
    try add("cover_0.flac", flac(png + header(0, 0), "image/png"), "a PNG of no pixels", .good)
    try add(
      "cover_bomb.flac", flac(PNGBomb.bytes(edge: 7_000), "image/png"),
      "a PNG of 7 000 × 7 000 pixels in 620 kB", .good)
    let jpeg: [UInt8] =
      [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8] + Bytes.big(65_500, 2) + Bytes.big(65_500, 2)
      + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9]
    try add(
      "cover_65500.flac", flac(jpeg, "image/jpeg"), "a JPEG of 65 500 × 65 500 pixels", .good)
    try add(
      "cover_text.flac", flac(Bytes.ascii("no picture"), "image/png"), "a cover that is text",
      .good)
    try add(
      "cover_link.flac", flac(Bytes.ascii("file:///etc/passwd"), "-->"),
      "a cover that is a path", .good)
    try add(
      "cover_cut.flac", flac(Array(PNGBomb.bytes(edge: 600)[..<900]), "image/png"),
      "a PNG cut short", .good)
  }
}

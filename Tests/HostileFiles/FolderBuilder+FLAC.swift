extension FolderBuilder {
  /// FLAC files whose frames are wrong.
  mutating func addFLACs() throws {
    let samples = sounds.next(frames: 44_100)
    let good = FLACFile(samples)
    try add("good.flac", good.bytes, "as it should be", .good)
    try add("empty.flac", [], "no bytes", .rejected("empty_file"))
    func another() -> FLACFile { FLACFile(sounds.next(frames: 44_100)) }
    func changed(_ change: (inout FLACFile) -> Void) -> [UInt8] {
      var file = another()
      change(&file)
      return file.bytes
    }
    let half = another().bytes
    try add(
      "cut.flac", Array(half[..<(half.count / 2 + 3)]), "cut at half", .damaged("truncated"))
    try add(
      "streaminfo_only.flac", good.header, "no frames", .rejected("no_audio_frames"))
    try add(
      "magic_only.flac", Bytes.ascii("fLaC"), "four letters", .rejected("not_audio"))
    try add(
      "random_frames.flac", good.header + sounds.noise(50_000), "noise for frames",
      .rejected("no_audio_frames"))
    var random = another().bytes
    random.replaceSubrange(80_000..<83_000, with: sounds.noise(3_000))
    try add(
      "corrupt.flac", random, "3 000 random bytes in the middle", .damaged("corrupt_frames"))
    try add(
      "bit_flip.flac",
      changed { $0.frames[5][7_000] ^= 4 }, "one bit in the middle", .damaged("corrupt_frames"))
    try add(
      "missing_frames.flac", changed { $0.frames.removeSubrange(4..<7) },
      "three frames cut out of the middle", .damaged("corrupt_frames"))
    var holed = FLACFile(sounds.next(frames: 529_200))
    holed.frames.removeSubrange(20..<110)
    try add("long_hole.flac", holed.bytes, "eight seconds cut out", .damaged("corrupt_frames"))
    try add(
      "missing_beginning.flac", changed { $0.frames.removeSubrange(0..<3) },
      "the first three frames cut off", .damaged("truncated"))
    try add(
      "swapped_frames.flac", changed { $0.frames.swapAt(3, 6) }, "two frames swapped",
      .damaged("corrupt_frames"))
    try add(
      "junk_between.flac",
      changed { $0.frames[4] += [UInt8](repeating: 0x55, count: 500) }, "junk between two frames",
      .good)
    try add(
      "other_rate_inside.flac",
      changed { file in
        let other = FLACFile.frames(sounds.next(frames: 44_100), rateCode: 10)
        file.frames.replaceSubrange(5..<8, with: other[5..<8])
      }, "three frames at 48 kHz", .damaged("corrupt_frames"))
    try add(
      "two_in_one.flac", another().bytes + another().bytes, "one file after the other",
      .good("longer_than_declared"))
    try add(
      "id3v1_tail.flac", another().bytes + Bytes.ascii("TAG") + Bytes.zeros(125),
      "an MP3 tag behind it", .good)
    try add(
      "trailing_junk.flac", another().bytes + sounds.noise(300_000), "junk behind it", .good)
  }

  /// FLAC files whose headers and tags are wrong.
  mutating func addFLACMetadata() throws {
    func changed(_ change: (inout FLACFile) -> Void) -> [UInt8] {
      var file = FLACFile(sounds.next(frames: 44_100))
      change(&file)
      return file.bytes
    }
    try add(
      "wrong_md5.flac", changed { $0.checksum = [UInt8](repeating: 0xAB, count: 16) },
      "the checksum of something else", .damaged("checksum_mismatch"))
    try add(
      "zero_md5.flac", changed { $0.checksum = Bytes.zeros(16) }, "no checksum", .good)
    try add(
      "unknown_length.flac", changed { $0.declaredFrames = 0 }, "no length, as from a pipe", .good)
    try add(
      "declares_68_billion.flac", changed { $0.declaredFrames = 1 << 36 - 1 },
      "2³⁶ − 1 frames declared", .good("contradictory_header"))
    try add(
      "declares_less.flac", changed { $0.declaredFrames = 10_000 }, "fewer frames declared",
      .good("contradictory_header"))
    try add(
      "rate_0.flac", changed { $0.sampleRate = 0 }, "rate 0",
      .rejected("sample_rate_out_of_range"))
    let id3 = Bytes.ascii("ID3") + [4, 0, 0] + Bytes.syncsafe(300) + Bytes.zeros(300)
    try add("id3_in_front.flac", id3 + changed { _ in }, "an ID3 tag in front", .good)
    let cut = Bytes.ascii("ID3") + [4, 0, 0] + Bytes.syncsafe(0x0FFF_FFFF)
    try add(
      "id3_256mb_in_front.flac", cut + changed { _ in },
      "an ID3 tag in front that declares 256 MB", .rejected("truncated"))
    func with(_ type: UInt8, _ body: [UInt8], length: Int? = nil) -> [UInt8] {
      changed { $0.blocks = [(type, body, length)] }
    }
    try add(
      "vendor_4gb.flac", with(4, FLACFile.comment(["A=b"], vendorLength: 0xFFFF_FFF0)),
      "a vendor of 4 GB", .good)
    try add(
      "comments_4g.flac", with(4, FLACFile.comment(["A=b"], count: 0xFFFF_FFFF)),
      "2³² − 1 comments declared", .good)
    try add(
      "comment_4gb.flac", with(4, FLACFile.comment(["A=b"], fieldLength: 0xFFFF_FFFF)),
      "a comment of 4 GB", .good)
    let many = (0..<50_000).map { "ARTIST=Somebody \($0)" }
    try add("comments_50000.flac", with(4, FLACFile.comment(many)), "50 000 comments", .good)
    let long = "LYRICS=" + String(repeating: "la ", count: 2_000_000)
    try add("comment_6mb.flac", with(4, FLACFile.comment([long])), "a comment of 6 MB", .good)
    try add(
      "picture_4gb.flac",
      with(6, FLACFile.picture([1, 2, 3], mime: "image/png", length: 0xFFFF_FFFF)),
      "a picture of 4 GB", .good)
    try add("reserved_block.flac", with(126, Bytes.zeros(1_000)), "a block of type 126", .good)
    try add(
      "block_past_end.flac", with(1, Bytes.zeros(10), length: 0xFF_FFFF),
      "padding past the end of the file", .rejected("truncated"))
    try add(
      "seek_table_lies.flac",
      with(3, [UInt8](repeating: 0x7F, count: 18 * 1_000)), "seek points to nowhere", .good)
  }
}

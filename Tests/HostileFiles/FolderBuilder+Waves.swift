extension FolderBuilder {
  /// WAV files whose lengths lie.
  mutating func addWaves() throws {
    let second = Sounds.rate * 4
    try add("good.wav", WaveFile().bytes(sounds.bytes()), "as it should be", .good)
    try add("empty.wav", [], "no bytes", .rejected("empty_file"))
    try add("riff_only.wav", Bytes.ascii("RIFF"), "four bytes", .rejected("truncated"))
    let whole = WaveFile().bytes(sounds.bytes())
    try add("header_cut.wav", Array(whole[..<30]), "ends in its format", .rejected("truncated"))
    try add("no_data_chunk.wav", Array(whole[..<36]), "no samples", .rejected("truncated"))
    try add(
      "nothing_in_it.wav", WaveFile().bytes([]), "samples of length 0",
      .rejected("no_audio_frames"))
    try add(
      "one_byte_of_sound.wav", WaveFile().bytes([1]), "less than a frame",
      .rejected("no_audio_frames"))
    try add(
      "length_all_ones.wav",
      WaveFile(dataLength: 0xFFFF_FFFF, riffLength: 0xFFFF_FFFF).bytes(sounds.bytes()),
      "written to a pipe", .good("length_never_written"))
    try add(
      "length_zero.wav", WaveFile(dataLength: 0, riffLength: 0).bytes(sounds.bytes()),
      "a recorder that lost its power", .good("length_never_written"))
    try add(
      "length_sox.wav", WaveFile(dataLength: 0x7FFF_F000).bytes(sounds.bytes()),
      "written to a pipe by another program", .good("length_never_written"))
    try add(
      "declares_10_hours.wav",
      WaveFile(rate: 11_025, dataLength: 36_000 * 11_025 * 4).bytes(sounds.bytes()),
      "far longer than the file", .damaged("truncated"))
    let cut = WaveFile().bytes(sounds.bytes())
    try add(
      "cut_in_a_frame.wav", Array(cut.dropLast(40_001)), "ends within a frame",
      .damaged("truncated"))
    try add(
      "odd_length.wav", WaveFile().bytes(sounds.bytes() + [0]), "half a sample too many", .good)
    try add(
      "odd_length_24.wav",
      WaveFile(channels: 1, bits: 24, after: [0]).bytes(Array(sounds.bytes().dropLast(3))),
      "24 bits, an odd number of bytes and the padding", .good)
    try add(
      "riff_length_0.wav", WaveFile(riffLength: 0).bytes(sounds.bytes()),
      "only the outer length is wrong", .good)
    try add(
      "riff_length_huge.wav", WaveFile(riffLength: 0x7000_0000).bytes(sounds.bytes()),
      "only the outer length is wrong", .good)
    try add(
      "surplus.wav",
      WaveFile(dataLength: second).bytes(sounds.bytes(frames: 2 * second)),
      "more samples than declared", .good("longer_than_declared"))
    try add(
      "tail_of_chunks.wav",
      WaveFile(after: Bytes.chunk("LIST", Bytes.ascii("INFO") + Bytes.zeros(300_000)))
        .bytes(sounds.bytes()), "large tags behind the samples", .good)
    try add(
      "tail_chunk_4gb.wav",
      WaveFile(after: Bytes.chunk("LIST", Bytes.ascii("INFO"), declares: 0xFFFF_FFF0))
        .bytes(sounds.bytes()), "tags behind the samples declare 4 GB", .good)
  }

  /// WAV files whose formats and chunks lie.
  mutating func addWaveHeaders() throws {
    func wave(_ change: (inout WaveFile) -> Void) -> WaveFile {
      var file = WaveFile()
      change(&file)
      return file
    }
    let silence = Bytes.zeros(4_000)
    let rate = Verdict.rejected("sample_rate_out_of_range")
    let channels = Verdict.rejected("too_many_channels")
    try add("rate_0.wav", WaveFile(rate: 0).bytes(silence), "rate 0", rate)
    try add("rate_4g.wav", WaveFile(rate: 0xFFFF_FFFF).bytes(silence), "rate 2³² − 1", rate)
    try add("channels_0.wav", WaveFile(channels: 0).bytes(silence), "no channels", channels)
    try add("channels_255.wav", WaveFile(channels: 255).bytes(silence), "255 channels", channels)
    try add(
      "channels_65535.wav", WaveFile(channels: 65_535).bytes(silence), "65 535 channels", channels)
    try add("bits_0.wav", WaveFile(bits: 0).bytes(silence), "0 bits", .rejected("damaged"))
    try add(
      "bits_65535.wav", WaveFile(bits: 65_535).bytes(silence), "65 535 bits",
      .rejected("unsupported_format"))
    try add(
      "block_align_3.wav", WaveFile(blockAlign: 3).bytes(sounds.bytes()), "block of 3 bytes",
      .good("contradictory_header"))
    try add(
      "unknown_codec.wav", WaveFile(tag: 0x1234).bytes(silence), "tag 0x1234",
      .rejected("unsupported_format"))
    try add(
      "adpcm_block_0.wav", WaveFile(tag: 2, bits: 4, blockAlign: 0).bytes(silence),
      "compressed, in blocks of 0 bytes", .rejected("unsupported_format"))
    try add(
      "extensible_many_speakers.wav",
      WaveFile(tag: 0xFFFE, formatTail: WaveFile.extensible(mask: 0x3FFFF)).bytes(sounds.bytes()),
      "18 loudspeakers for 2 channels", .good)
    try add(
      "extensible_no_speakers.wav",
      WaveFile(tag: 0xFFFE, formatTail: WaveFile.extensible(mask: 0)).bytes(sounds.bytes()),
      "no loudspeakers", .good)
    try add(
      "extensible_all_ones.wav",
      WaveFile(tag: 0xFFFE, formatTail: WaveFile.extensible(mask: 0xFFFF_FFFF))
        .bytes(sounds.bytes()), "every loudspeaker, and those that do not exist", .good)
    try add(
      "extensible_valid_bits_99.wav",
      WaveFile(tag: 0xFFFE, formatTail: WaveFile.extensible(mask: 3, validBits: 99))
        .bytes(sounds.bytes()), "99 valid bits of 16", .good)
    try add(
      "extensible_unknown.wav",
      WaveFile(tag: 0xFFFE, formatTail: WaveFile.extensible(mask: 3, tag: 0x4242))
        .bytes(silence), "an unknown sub-format", .rejected("unsupported_format"))
    try add(
      "extensible_cut.wav", WaveFile(tag: 0xFFFE).bytes(silence), "no sub-format",
      .rejected("unsupported_format"))
    try add(
      "big_endian_id.wav", WaveFile(id: "RIFX").bytes(silence),
      "RIFX with the other byte order inside", .rejected("damaged"))
    try add(
      "chunk_wraps.wav",
      wave { $0.before = Bytes.chunk("LIST", Bytes.ascii("abcd"), declares: 0xFFFF_FFF0) }
        .bytes(silence), "a chunk in front declares 4 GB", .rejected("damaged"))
    let junk = Bytes.chunk("junk", [])
    try add(
      "chunks_10000.wav",
      wave { $0.before = Array(repeatElement(junk, count: 10_000).joined()) }.bytes(
        sounds.bytes()), "10 000 empty chunks", .good)
    try add(
      "chunks_70000.wav",
      wave { $0.before = Array(repeatElement(junk, count: 70_000).joined()) }.bytes(silence),
      "70 000 empty chunks", .rejected("damaged"))
    try add(
      "two_formats.wav",
      wave { file in
        file.after = Bytes.chunk("fmt ", Bytes.zeros(16)) + Bytes.chunk("data", Bytes.zeros(64))
      }.bytes(sounds.bytes()), "a second format and more samples behind the first", .good)
    try add(
      "data_in_list.wav",
      wave { file in
        let inner = Bytes.chunk("data", Bytes.zeros(5_000))
        file.before = Bytes.chunk("LIST", Bytes.ascii("wavl") + inner)
      }.bytes(sounds.bytes()), "samples within a list in front of the samples", .good)
    var nested: [UInt8] = Bytes.ascii("INFO")
    for _ in 0..<2_000 { nested = Bytes.ascii("INFO") + Bytes.chunk("LIST", nested) }
    try add(
      "lists_2000_deep.wav", wave { $0.before = Bytes.chunk("LIST", nested) }.bytes(sounds.bytes()),
      "lists within lists", .good)
    let overlap = Bytes.chunk("LIST", Bytes.ascii("INFO"), declares: 60)
    try add(
      "overlapping.wav", wave { $0.first = overlap }.bytes(sounds.bytes()),
      "a list whose length covers the format", .rejected("damaged"))
  }

  /// RF64 and BW64, whose 64-bit lengths lie.
  mutating func addLargeWaves() throws {
    func large(
      _ id: String, _ first: [UInt8], _ data: [UInt8],
      length: Int = 0xFFFF_FFFF
    ) -> [UInt8] {
      WaveFile(id: id, dataLength: length, riffLength: 0xFFFF_FFFF, first: first).bytes(data)
    }
    for id in ["RF64", "BW64"] {
      let data = sounds.bytes()
      try add(
        "\(id)_good.wav", large(id, WaveFile.ds64(data: UInt64(data.count)), data),
        "as it should be", .good)
      try add(
        "\(id)_terabyte.wav", large(id, WaveFile.ds64(data: 1 << 40), sounds.bytes()),
        "a terabyte declared", .damaged("truncated"))
      try add(
        "\(id)_all_ones.wav", large(id, WaveFile.ds64(data: .max, riff: .max), sounds.bytes()),
        "2⁶⁴ − 1 bytes declared", .good("length_never_written"))
      // Added to any place in the file, it passes the largest number there is.
      try add(
        "\(id)_almost_all_ones.wav",
        large(id, WaveFile.ds64(data: UInt64(Int.max) - 1), sounds.bytes()),
        "2⁶³ − 2 bytes declared", .damaged("truncated"))
      try add(
        "\(id)_zero.wav", large(id, WaveFile.ds64(data: 0), sounds.bytes()), "0 bytes declared",
        .good("length_never_written"))
      try add(
        "\(id)_no_ds64.wav", large(id, [], sounds.bytes()), "no 64-bit lengths",
        .good("length_never_written"))
    }
    let two = sounds.bytes()
    try add(
      "RF64_small.wav", large("RF64", WaveFile.ds64(data: 9), two, length: two.count),
      "the 32-bit length is right, the 64-bit length is not in use", .good)
    try add(
      "RF64_short_ds64.wav", large("RF64", Bytes.chunk("ds64", Bytes.zeros(4)), sounds.bytes()),
      "64-bit lengths of 4 bytes", .good("length_never_written"))
  }

  /// WAV files whose samples are odd.
  mutating func addSamples() throws {
    let float = WaveFile(tag: 3, bits: 32)
    var samples = sounds.floats()
    for index in stride(from: 1_000, to: 30_000, by: 7) { samples[index] = .nan }
    samples[35_000] = .infinity
    try add(
      "not_a_number.wav", float.bytes(Sounds.bytes(samples)), "NaN and infinity",
      .damaged("unusable_samples"))
    try add(
      "huge_float.wav", float.bytes(Sounds.bytes(sounds.floats().map { $0 * 1e30 })), "± 10³⁰",
      .damaged("unusable_samples"))
    try add(
      "denormal.wav",
      float.bytes(Sounds.bytes(sounds.floats().map { $0 * Float.leastNormalMagnitude / 100 })),
      "denormal numbers only", .good("silent"))
    try add(
      "loud_float.wav", float.bytes(Sounds.bytes(sounds.floats().map { $0 * 40 })),
      "22 dB over full scale", .good("over_full_scale"))
    try add(
      "one_sample.wav", WaveFile(channels: 1).bytes([0, 0x40]), "one sample", .good("dc_offset"))
    try add("ten_ms.wav", WaveFile().bytes(sounds.bytes(frames: 441)), "10 ms", .good)
    try add(
      "constant.wav", WaveFile().bytes(Sounds.bytes([Int16](repeating: 22_938, count: 44_100))),
      "0.7 all along", .good("dc_offset", "identical_channels"))
    try add(
      "silence.wav", WaveFile().bytes(Bytes.zeros(176_400)), "digital silence", .good("silent"))
    let square = sounds.next().map { $0 > 0 ? Int16.max : Int16.min }
    try add("square.wav", WaveFile().bytes(Sounds.bytes(square)), "all clipped", .good("clipped"))
    try add("noise.wav", WaveFile().bytes(sounds.noise(88_200)), "loud white noise", .good)
    var click = [Int16](repeating: 0, count: 500_000)
    click[400_000] = 30_000
    try add(
      "click.wav", WaveFile(channels: 1).bytes(Sounds.bytes(click)), "one click",
      .good("leading_silence"))
    let half = sounds.next().enumerated().map { $0.offset % 2 == 0 ? $0.element : 0 }
    try add(
      "half.wav", WaveFile().bytes(Sounds.bytes(half)), "nothing on the right",
      .good("silent_channel"))
    let narrow = sounds.next().flatMap { Bytes.little(Int($0) << 8, 3) }
    try add(
      "narrow_24.wav", WaveFile(bits: 24).bytes(narrow), "16 bits in 24", .good("unused_bits"))
    try add("u8.wav", WaveFile(bits: 8).bytes(sounds.noise(44_100)), "8 bits", .good)
  }
}

import Foundation
import Tagging
import TestSignals
import Testing

@Suite struct TagReaderTests {
  private func read(
    _ bytes: [UInt8], as name: String = "x", limits: TaggingLimits = TaggingLimits()
  ) throws -> FileTags {
    let folder = try TemporaryFolder()
    return try TagReader.read(path: try folder.file(name, bytes), limits: limits)
  }

  private func flac(_ entries: [String]) -> [UInt8] {
    AudioFiles.flac([(4, AudioFiles.comments(entries.map(AudioFiles.ascii)))])
  }

  @Test("FLAC: several artists stay several, in their order, under upper-case names")
  func multiple() throws {
    let file = try read(
      flac([
        "artist=B", "ARTIST=A", "Title=Ночь", "GENRE=House", "genre=Techno", "TRACKNUMBER=3/12",
      ]))
    #expect(file.tags.artists == ["B", "A"])
    #expect(file.tags.title == "Ночь")
    #expect(file.tags.genres == ["House", "Techno"])
    #expect(file.tags.trackNumber == 3)
    #expect(file.tags.fields.map(\.name) == ["ARTIST", "TITLE", "GENRE", "TRACKNUMBER"])
    #expect(file.warnings.isEmpty)
  }

  @Test("the name of the file does not matter, its first bytes do")
  func content() throws {
    #expect(try read(flac(["TITLE=x"]), as: "song.wav").tags.title == "x")
    #expect(
      try read(AudioFiles.wav(info: [("INAM", AudioFiles.ascii("y"))]), as: "song.flac").tags.title
        == "y")
  }

  @Test("Windows-1252 in a field that ought to be UTF-8 is repaired")
  func repair() throws {
    let entry = AudioFiles.ascii("TITLE=Caf") + [0xE9] + AudioFiles.ascii(" ") + [0x93, 0x94]
    let file = try read(AudioFiles.flac([(4, AudioFiles.comments([entry]))]))
    #expect(file.tags.title == "Café “”")
    #expect(file.warnings.count == 1)
  }

  @Test("RIFF INFO is read, whether its writer meant Latin-1 or UTF-8")
  func info() throws {
    let file = try read(
      AudioFiles.wav(info: [
        ("INAM", AudioFiles.ascii("M") + [0xFC] + AudioFiles.ascii("nchen")),
        ("IART", AudioFiles.ascii("Björk")), ("IPRD", AudioFiles.ascii("Album")),
        ("ICRD", AudioFiles.ascii("1999")), ("ITRK", AudioFiles.ascii("7")),
      ]))
    #expect(file.tags.title == "München")
    #expect(file.tags.artists == ["Björk"])
    #expect(file.tags.album == "Album")
    #expect(file.tags.date == "1999")
    #expect(file.tags.trackNumber == 7)
  }

  /// Title in UTF-8, two artists, a Latin-1 album with a letter of Windows-1252, and a picture.
  private var id3: [UInt8] {
    let picture = AudioFiles.jpegHeader(width: 30, height: 20)
    return AudioFiles.id3([
      ("TIT2", [3] + AudioFiles.ascii("Größe")),
      ("TPE1", [3] + AudioFiles.ascii("One") + [0] + AudioFiles.ascii("Two")),
      ("TALB", [0] + AudioFiles.ascii("Price 5") + [0x80]),
      ("APIC", [0] + AudioFiles.ascii("image/png") + [0, 3, 0] + picture),
    ])
  }

  @Test("ID3 in WAV and AIFF is read, pictures by their bytes' own word")
  func id3InContainers() throws {
    for bytes in [AudioFiles.wav(id3: id3), AudioFiles.aiff(id3: id3)] {
      let file = try read(bytes)
      #expect(file.tags.title == "Größe")
      #expect(file.tags.artists == ["One", "Two"])
      #expect(file.tags.album == "Price 5€")
      let cover = try #require(file.cover)
      #expect(cover.mime == "image/jpeg")
      #expect(cover.width == 30 && cover.height == 20)
    }
  }

  @Test("what ID3 and INFO both say is said once")
  func both() throws {
    let file = try read(
      AudioFiles.wav(
        info: [("INAM", AudioFiles.ascii("Groesse")), ("ICMT", AudioFiles.ascii("c"))], id3: id3))
    #expect(file.tags["TITLE"] == ["Größe"])
    #expect(file.tags["COMMENT"] == ["c"])
  }

  @Test("the front cover goes before other pictures")
  func covers() throws {
    let back = AudioFiles.jpegHeader(width: 10, height: 10)
    let front = AudioFiles.jpegHeader(width: 20, height: 20)
    let file = try read(
      AudioFiles.flac([
        (6, AudioFiles.pictureBlock(back, kind: 4)), (6, AudioFiles.pictureBlock(front)),
      ]))
    #expect(file.pictures.count == 2)
    #expect(file.cover?.width == 20)
  }

  @Test("limits leave out what is too much, and say so")
  func limits() throws {
    var limits = TaggingLimits()
    limits.valueBytes = 10
    limits.values = 2
    limits.pictureBytes = 20
    let picture = AudioFiles.jpegHeader(width: 10, height: 10)
    let entries = ["A=1", "B=" + String(repeating: "x", count: 11), "C=2", "D=3"]
    let file = try read(
      AudioFiles.flac([
        (4, AudioFiles.comments(entries.map(AudioFiles.ascii))),
        (6, AudioFiles.pictureBlock(picture)),
      ]), limits: limits)
    #expect(file.tags.fields.map(\.name) == ["A", "C"])
    #expect(file.pictures.isEmpty)
    #expect(file.warnings == ["3 tag values or pictures are too large and were left out."])
  }

  @Test("a file cut anywhere is read as far as it goes")
  func truncated() throws {
    let files = [
      flac(["TITLE=x", "ARTIST=y"]), AudioFiles.wav(info: [("INAM", [65])], id3: id3),
      AudioFiles.aiff(id3: id3),
    ]
    let folder = try TemporaryFolder()
    for bytes in files {
      for count in 0..<bytes.count {
        let path = try folder.file("x", Array(bytes[..<count]))
        #expect(throws: Never.self) { try TagReader.read(path: path) }
      }
    }
  }

  @Test("flipped bits never stop the reading")
  func flipped() throws {
    var generator = SeededGenerator(seed: 11)
    let folder = try TemporaryFolder()
    for bytes in [flac(["TITLE=x", "ARTIST=y"]), AudioFiles.wav(info: [("INAM", [65])], id3: id3)] {
      for _ in 0..<300 {
        var damaged = bytes
        for _ in 0..<3 {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          damaged[place] = UInt8.random(in: 0...255, using: &generator)
        }
        let path = try folder.file("x", damaged)
        #expect(throws: Never.self) { try TagReader.read(path: path) }
      }
    }
  }

  @Test("a file that is not there is an error; one that is no audio has no tags")
  func missing() throws {
    let error = #expect(throws: TaggingError.self) { try TagReader.read(path: "/nowhere/x.flac") }
    #expect(error?.code == "tags_unreadable")
    #expect(try read(AudioFiles.ascii("just text")).tags.isEmpty)
    #expect(try read([]).tags.isEmpty)
  }

  @Test("the file is not touched")
  func untouched() throws {
    let folder = try TemporaryFolder()
    let bytes = AudioFiles.wav(info: [("INAM", [65])], id3: id3)
    let path = try folder.file("x.wav", bytes)
    _ = try TagReader.read(path: path)
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
  }
}

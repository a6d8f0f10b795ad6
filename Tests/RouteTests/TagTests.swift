import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import Tagging
import TestLibrary
import TestSignals
import Testing

@Suite("What files say reaches the renditions, and costs no encode")
struct TagTests {
  private func titles(_ room: MusicRoom) throws -> Set<String> {
    var titles: Set<String> = []
    for path in try room.renditions().keys {
      let tags = try TagReader.read(path: room.libraryFolder + "/" + path).tags
      titles.insert(tags.title ?? "none")
    }
    return titles
  }

  @Test("an edited title is taken over, with the audio packets kept")
  func edited() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(200, title: "Before"), as: "a.wav")
    let first = try await room.ingest()
    let before = try room.entries()
    try room.write(try Piece.bytes(200, title: "Afterwards"), as: "a.wav")
    let second = try await room.ingest()
    let outcome = try #require(second["a.wav"])
    #expect(outcome.status == .ingested)
    #expect(outcome.track == first["a.wav"]?.track)
    #expect(outcome.stages.map(\.name) == ["decode"])
    #expect(try titles(room) == ["Afterwards"])
    let after = try room.entries()
    #expect(after.map(\.track.tags.title) == ["Afterwards"])
    #expect(after[0].derivatives.analysis == before[0].derivatives.analysis)
    for (old, new) in zip(before[0].derivatives.renditions, after[0].derivatives.renditions) {
      #expect(old.sha256 != new.sha256)
      #expect(old.frames == new.frames)
      let file = room.libraryFolder + "/" + new.path
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == new.bytes)
    }
    #expect(try await room.ingest().summary.counts == [.unchanged: 1])
    let fresh = try MusicRoom()
    try fresh.write(try Piece.bytes(200, title: "Afterwards"), as: "a.wav")
    _ = try await fresh.ingest()
    #expect(try room.renditions() == fresh.renditions())
  }

  @Test(
    "the same audio under several tags: the same bytes, whoever comes first", arguments: [1, 3])
  func twins(jobs: Int) async throws {
    var all: [[String: Data]] = []
    for order in [["a.wav", "b.wav", "c.wav"], ["c.wav", "a.wav", "b.wav"]] {
      let room = try MusicRoom()
      for name in order {
        try room.write(
          try Piece.bytes(201, title: name == "a.wav" ? nil : "Title of \(name)"), as: name)
        if jobs == 1 { _ = try await room.ingest() }
      }
      if jobs > 1 { _ = try await room.ingest(jobs: jobs) }
      #expect(try titles(room) == ["Title of b.wav"])
      all.append(try room.renditions())
    }
    #expect(all[0] == all[1])
  }

  @Test("when the file that spoke for a track goes, the next one does")
  func succession() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(202), as: "a.wav")
    try room.write(try Piece.bytes(202, title: "Loud"), as: "b.wav")
    _ = try await room.ingest()
    #expect(try titles(room) == ["Loud"])
    try room.remove("b.wav")
    let report = try await room.ingest()
    #expect(report.summary.missing == 0)
    let outcomes = try await room.regenerate(try MusicRoom.profile())
    #expect(outcomes.allSatisfy { $0.failure == nil })
    #expect(try titles(room) == ["none"])
    #expect(try room.entries()[0].sources.count == 1)
  }

  @Test("the same audio in other bytes is a duplicate without an encode")
  func duplicate() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(203), as: "a.wav")
    _ = try await room.ingest()
    let before = try room.renditions()
    try room.write(try Piece.bytes(203, as: .flac), as: "b.flac")
    let report = try await room.ingest()
    #expect(report["b.flac"]?.status == .duplicate)
    #expect(report["b.flac"]?.stages.map(\.name).contains("ladder") == false)
    #expect(try room.renditions() == before)
  }

  @Test(
    "the same audio comes again when its only file is away: the newcomer is no duplicate",
    arguments: [AudioFile.Container.wav, .flac], [true, false])
  func onlyCopy(container: AudioFile.Container, isNoted: Bool) async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(206), as: "gone/a.wav")
    let track = try await room.ingest()["a.wav"]?.track
    try FileManager.default.removeItem(atPath: room.path("gone"))
    if isNoted { _ = try await room.ingest() }
    try room.write(try Piece.bytes(206, as: container), as: "sent/b")
    let path = SourcePath(room.path("sent/b"))
    let sent = try await room.ingest([path])
    #expect(sent["b"]?.track == track)
    #expect(sent["b"]?.status != .duplicate)
    let catalogue = try Library.reading(room.libraryFolder).catalogue
    #expect(try catalogue.source(at: path.resolved)?.status == .ingested)
  }

  @Test("of several copies that are all away, none makes the newcomer a duplicate")
  func onlyCopyOfMany() async throws {
    let room = try MusicRoom()
    let bytes = try Piece.bytes(207)
    for name in ["gone/a.wav", "gone/b.wav"] { try room.write(bytes, as: name) }
    _ = try await room.ingest(jobs: 1)
    try FileManager.default.removeItem(atPath: room.path("gone/b.wav"))
    // Other audio in its place, which no ingest has seen.
    try room.write(try Piece.bytes(208, seconds: 3), as: "gone/a.wav")
    try room.write(bytes, as: "sent/c.wav")
    let sent = try await room.ingest([SourcePath(room.path("sent/c.wav"))])
    #expect(sent["c.wav"]?.status != .duplicate)
  }

  @Test("a moved file keeps its track, and its old place is forgotten")
  func moved() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(204), as: "a.wav")
    _ = try await room.ingest()
    try FileManager.default.moveItem(atPath: room.path("a.wav"), toPath: room.path("z.wav"))
    let report = try await room.ingest()
    #expect(report.summary.counts == [.unchanged: 1])
    #expect(report.summary.missing == 0)
    #expect(try room.entries().map(\.sources) == [[SourcePath(room.path("z.wav")).resolved]])
  }

  @Test("a file that is gone is missing, not forgotten; when it is back, nothing is done")
  func missing() async throws {
    let room = try MusicRoom()
    let bytes = try Piece.bytes(205)
    try room.write(bytes, as: "a.wav")
    try room.write(bytes.dropLast(bytes.count), as: "empty.wav")
    _ = try await room.ingest()
    let away = room.folder.path + "/away.wav"
    try FileManager.default.moveItem(atPath: room.path("a.wav"), toPath: away)
    try room.remove("empty.wav")
    #expect(try await room.ingest().summary.missing == 1)
    let library = try Library.reading(room.libraryFolder)
    let path = SourcePath(room.path("a.wav")).resolved
    #expect(try library.catalogue.source(at: path)?.isMissing == true)
    #expect(try library.catalogue.source(at: SourcePath(room.path("empty.wav")).resolved) == nil)
    #expect(try room.entries().count == 1)
    try FileManager.default.moveItem(atPath: away, toPath: room.path("a.wav"))
    let report = try await room.ingest()
    #expect(report.summary.counts == [.unchanged: 1])
    #expect(report.summary.missing == 0)
    #expect(try library.catalogue.source(at: path)?.isMissing == false)
  }
}

@Suite("A rendition that was damaged stops no ingest")
struct DamagedRenditionTests {
  /// Two files, ingested, of which the first has another title by now; a rendition of that has a bit flipped in
  /// its header, or in its audio.
  private func room(_ place: (Int) -> Int) async throws -> (MusicRoom, path: String) {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(210, title: "Before"), as: "a/a.wav")
    try room.write(try Piece.bytes(211), as: "b/b.wav")
    _ = try await room.ingest()
    let entry = try #require(try room.entries().first { $0.track.tags.title == "Before" })
    let path =
      room.libraryFolder + "/" + (try #require(entry.derivatives.renditions.last)).path
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[place(bytes.count)] ^= 0x08
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try room.write(try Piece.bytes(210, title: "Afterwards"), as: "a/a.wav")
    return (room, path)
  }

  @Test(
    "the others are done, it is said, and the next look at the file makes it anew",
    arguments: [true, false])
  func damaged(isHeader: Bool) async throws {
    let (room, path) = try await room { isHeader ? 200 : $0 * 3 / 4 }
    let first = try await room.ingest()
    #expect(first["a.wav"]?.status == .ingested)
    #expect(first.summary.failures.map(\.code) == ["damaged_rendition"])
    #expect(first.summary.failures.first?.description.contains(path) == true)
    // A folder that has nothing to do with it.
    try room.write(try Piece.bytes(212), as: "b/c.wav")
    let other = try await room.ingest([SourcePath(room.path("b"))])
    #expect(other["c.wav"]?.status == .ingested)
    #expect(other.summary.failures.isEmpty)
    // The file itself.
    #expect(try await room.ingest()["a.wav"]?.status == .ingested)
    #expect(try await room.ingest().summary.counts == [.unchanged: 3])
    for path in try room.entries().flatMap(\.derivatives.renditions).map(\.path) {
      let tags = try TagReader.read(path: room.libraryFolder + "/" + path).tags
      #expect(tags.title != "Before")
    }
    let library = try Library.writing(room.libraryFolder)
    var checkup = LibraryCheckup(profile: try MusicRoom.profile())
    checkup.isDeep = true
    var findings: [Finding] = []
    try checkup.run(in: library) { findings.append($0) }
    #expect(findings.isEmpty)
  }

  @Test(
    "a note that cannot be read stops no ingest either",
    .enabled(if: Program.isInstalled("sqlite3")))
  func unreadable() async throws {
    let (room, _) = try await room { $0 * 3 / 4 }
    let damage = "UPDATE analysis SET record = '{'"
    let run = try Program.shell(
      "sqlite3 \(room.libraryFolder)/catalogue.sqlite \"\(damage)\"", in: room.folder.path)
    #expect(run.status == 0, "\(run.errors)")
    try room.remove("b/b.wav")
    let report = try await room.ingest()
    #expect(report.summary.failures.map(\.code) == ["library_damaged"])
    #expect(report.summary.missing == 1)
  }

  @Test("regenerating makes it anew at once, and a shallow look of the doctor knows of it")
  func regenerated() async throws {
    let (room, path) = try await room { $0 * 3 / 4 }
    _ = try await room.ingest()
    var findings: [Finding] = []
    try LibraryCheckup(profile: try MusicRoom.profile())
      .run(in: try Library.writing(room.libraryFolder)) { findings.append($0) }
    #expect(findings.map(\.code) == [.renditionAltered])
    let outcomes = try await room.regenerate(try MusicRoom.profile())
    #expect(outcomes.flatMap(\.rungs) == ["96"])
    #expect(try TagReader.read(path: path).tags.title == "Afterwards")
  }

  @Test("what is found damaged while regenerating is made anew in the same run")
  func foundOnTheWay() async throws {
    let (room, path) = try await room { $0 * 3 / 4 }
    do {
      let catalogue = try Library.writing(room.libraryFolder).catalogue
      var source = try #require(
        try catalogue.source(at: SourcePath(room.path("a/a.wav")).resolved))
      source.tags["TITLE"] = ["Noted"]
      try catalogue.record(source)
    }
    let outcomes = try await room.regenerate(try MusicRoom.profile())
    #expect(outcomes.allSatisfy { $0.failure == nil })
    #expect(outcomes.flatMap(\.rungs).sorted() == ["24", "96"])
    #expect(try TagReader.read(path: path).tags.title == "Noted")
  }
}

@Suite("An album has one loudness")
struct AlbumTests {
  private func gains(_ room: MusicRoom, _ name: String) throws -> Set<String> {
    var gains: Set<String> = []
    for path in try room.renditions().keys {
      let tags = try TagReader.read(path: room.libraryFolder + "/" + path).tags
      gains.insert(tags[name].first ?? "none")
    }
    return gains
  }

  /// Three tracks of one album, the second 12 dB below the others.
  private func fill(_ room: MusicRoom, _ seeds: [UInt64]) throws {
    for seed in seeds {
      let gain: Float = seed == 501 ? 0.25 : 1
      let music = Piece.music(seed).map { $0.map { $0 * gain } }
      try room.write(
        try AudioFile.bytes(
          music, sampleRate: Piece.rate, as: .flac, title: "\(seed)", album: "One"),
        as: "\(seed).flac")
    }
  }

  @Test("every track of it carries the same album gain, whenever it came")
  func album() async throws {
    let room = try MusicRoom()
    try fill(room, [500, 501])
    _ = try await room.ingest()
    let two = try gains(room, "REPLAYGAIN_ALBUM_GAIN")
    #expect(two.count == 1)
    #expect(try gains(room, "REPLAYGAIN_TRACK_GAIN").count == 2)
    try fill(room, [502])
    _ = try await room.ingest()
    let three = try gains(room, "REPLAYGAIN_ALBUM_GAIN")
    #expect(three.count == 1)
    #expect(three != two)
    #expect(try gains(room, "REPLAYGAIN_ALBUM_PEAK").count == 1)
    #expect(try await room.ingest().summary.counts == [.unchanged: 3])

    // The same folder, since that is what tells this album from others of its title.
    let before = try room.renditions()
    try FileManager.default.removeItem(atPath: room.libraryFolder)
    _ = try await room.ingest(jobs: 3)
    #expect(try room.renditions() == before)
  }

  @Test("a rendition that somebody deleted does not stop the ingest of the album's next track")
  func deletedRendition() async throws {
    let room = try MusicRoom()
    try fill(room, [500, 501])
    _ = try await room.ingest()
    let gone = try #require(try room.entries().first { $0.track.tags.title == "500" })
    for rendition in gone.derivatives.renditions {
      try FileManager.default.removeItem(atPath: room.libraryFolder + "/" + rendition.path)
    }
    try room.remove("500.flac")
    try fill(room, [502])
    #expect(try await room.ingest().summary.counts[.ingested] == 1)
    #expect(try gains(room, "REPLAYGAIN_ALBUM_GAIN").count == 1)
    #expect(try gains(room, "REPLAYGAIN_TRACK_GAIN").count == 2)
  }
}

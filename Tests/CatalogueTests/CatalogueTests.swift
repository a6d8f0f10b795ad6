import Analysis
import Fingerprinting
import Foundation
import Ladder
import Sound
import Tagging
import TestLibrary
import TestSignals
import Testing

@testable import Catalogue

@Suite("The catalogue gives back what was put in")
struct CatalogueTests {
  let folder: TemporaryFolder
  let catalogue: Catalogue

  init() throws {
    folder = try TemporaryFolder()
    catalogue = try Catalogue(folder: folder.path, creating: true)
  }

  /// Opens the same folder again: what a second look reads was on disk.
  private func reopened() throws -> Catalogue {
    try Catalogue(folder: folder.path, creating: false)
  }

  @Test("every field of a track and of what was derived from it")
  func wholeTrack() throws {
    let track = Records.track(tags: Records.tags(artists: ["First", "Second"], genres: ["Dub"]))
    let derivatives = Records.derivatives()
    try catalogue.record(Records.source("/m/a.flac"), track: track, derivatives: derivatives)

    let entry = try #require(try reopened().entry(track.id))
    #expect(entry.track == track)
    #expect(entry.sources == ["/m/a.flac"])
    #expect(entry.derivatives.fingerprint == derivatives.fingerprint)
    #expect(entry.derivatives.fingerprintVersion == Fingerprint.version)
    #expect(entry.derivatives.embedding == derivatives.embedding)
    #expect(entry.derivatives.analysis == derivatives.analysis?.withoutFeatures)
    // By rising bitrate, whatever the order in which they were put in.
    #expect(entry.derivatives.renditions == derivatives.renditions)
    let features = try reopened().features(of: track.id)
    #expect(features == Records.features)
    #expect(features?.timbreChange.first?.sign == .minus)
  }

  @Test("a track of silence: no loudness, no tempo, no key, no features, no place")
  func silence() throws {
    let analysis = Records.analysis(bpm: nil, key: nil, energy: nil, integrated: nil)
    let track = Records.track(2, tags: TrackTags())
    try catalogue.record(
      Records.source("/m/silence.wav", track: 2), track: track,
      derivatives: Derivatives(analysis: analysis))
    let entry = try #require(try reopened().entry(track.id))
    #expect(entry.derivatives.analysis == analysis)
    #expect(entry.derivatives.analysis?.isSilent == true)
    #expect(entry.derivatives.embedding == nil)
    #expect(entry.derivatives.fingerprint == nil)
    #expect(entry.track.tags.isEmpty)
    #expect(try catalogue.features(of: track.id) == nil)
    #expect(try catalogue.freshness(of: track.id).isSilent)
  }

  @Test("a track without a bit depth keeps none")
  func noBits() throws {
    var track = Records.track()
    track.bits = nil
    try catalogue.record(Records.source("/a.ogg"), track: track, derivatives: Derivatives())
    let entry = try #require(try catalogue.entry(track.id))
    #expect(entry.track.bits == nil)
  }

  @Test(
    "titles in any script, with quotes, control characters and emoji",
    arguments: [
      "Ünïcödé", "e\u{301}", "夜の音楽", "👩‍👩‍👧‍👦🎧", "a \"quoted\" 'title'; DROP TABLE track;--",
      "line\nbreak\ttab", "مرحبا", "\u{202E}txt", "null\u{0}inside", "",
    ])
  func unicode(title: String) throws {
    let track = Records.track(tags: Records.tags(title: title, artists: [title, "B"]))
    try catalogue.record(Records.source("/a.wav"), track: track, derivatives: Derivatives())
    let entry = try #require(try reopened().entry(track.id))
    #expect(entry.track.tags == track.tags)
    // Composed and decomposed forms are equal as text; here the scalars count.
    #expect(
      entry.track.tags.title.map { Array($0.unicodeScalars) }
        == track.tags.title.map { Array($0.unicodeScalars) })
  }

  @Test("every field of a source")
  func wholeSource() throws {
    let rejected = SourceRecord(
      path: SourcePath("/m/bad.wav"),
      stamp: FileStamp(
        size: .max, modified: -5, changed: .min, inode: .max, device: 1 << 63), digest: nil,
      status: .rejected, code: "damaged", message: "The header of bad.wav is damaged.", offset: 44,
      warnings: [SourceWarning(code: "clipped", message: "Clipped.")])
    try catalogue.record(rejected)
    #expect(try reopened().source(at: rejected.path) == rejected)
  }

  @Test("paths are bytes: no two different ones are taken for each other")
  func paths() throws {
    let names: [[UInt8]] = [
      Array("/m/\u{E9}.wav".utf8), Array("/m/e\u{301}.wav".utf8), Array("/m/".utf8) + [0xE9, 0xFF],
      Array("/m/".utf8) + [0xFE, 0xFF], Array("/m/\n.wav".utf8),
    ]
    for (index, name) in names.enumerated() {
      try catalogue.record(
        Records.source(SourcePath(bytes: name), digest: "digest \(index)", status: .duplicate),
        track: Records.track(), derivatives: Derivatives())
    }
    for (index, name) in names.enumerated() {
      let source = try #require(try reopened().source(at: SourcePath(bytes: name)))
      #expect(source.path.bytes == name)
      #expect(source.digest == "digest \(index)")
    }
    let entry = try #require(try catalogue.entry(Records.trackID(1)))
    #expect(entry.sources.map(\.bytes) == names.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test("a rung that is made anew replaces that rung alone")
  func oneRung() throws {
    try catalogue.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    let anew = Records.rendition("96", bytes: 999, settings: "new")
    try catalogue.record(Derivatives(renditions: [anew]), of: Records.trackID(1))
    let entry = try #require(try catalogue.entry(Records.trackID(1)))
    #expect(entry.derivatives.renditions.map(\.rung) == ["24", "96", "160", "320"])
    #expect(entry.derivatives.renditions.map(\.bytes) == [1234, 999, 1234, 1234])
    #expect(entry.derivatives.fingerprint == Records.fingerprint)
    #expect(entry.derivatives.analysis != nil)
    #expect(entry.derivatives.embedding != nil)
    let rung = try #require(try catalogue.freshness(of: Records.trackID(1)).rungs["96"])
    #expect(rung.settings == "new")
    #expect(rung.bytes == 999)
    #expect(rung.path == anew.path)
  }

  @Test("the second file of the same audio is a duplicate, and the first keeps its status")
  func duplicates() throws {
    let first = try catalogue.record(
      Records.source("/a.wav"), track: Records.track(tags: Records.tags(title: "Mine")),
      derivatives: Records.derivatives())
    let second = try catalogue.record(
      Records.source("/b.flac"), track: Records.track(tags: Records.tags(title: "Other")),
      derivatives: Derivatives())
    try catalogue.recordHeaders([], of: Records.trackID(1))
    let again = try catalogue.record(
      Records.source("/a.wav"), track: Records.track(tags: Records.tags(title: "Mine")),
      derivatives: Derivatives())
    #expect(!first)
    #expect(second)
    #expect(!again)
    #expect(try catalogue.source(at: "/a.wav")?.status == .ingested)
    #expect(try catalogue.source(at: "/b.flac")?.status == .duplicate)
    #expect(try catalogue.entry(Records.trackID(1))?.track.tags.title == "Mine")
    #expect(try catalogue.tracksWithHeadersDue().isEmpty)
    #expect(try catalogue.sources(of: Records.trackID(1)).map(\.path) == ["/a.wav", "/b.flac"])
  }

  @Test(
    "of files with the same audio the one that says most gives the tags, of equals the first by path",
    arguments: [["/a.wav", "/b.wav", "/c.wav"], ["/c.wav", "/b.wav", "/a.wav"]])
  func speaker(order: [SourcePath]) throws {
    let tags: [SourcePath: TrackTags] = [
      "/a.wav": Records.tags(title: "A"), "/b.wav": Records.tags(title: "B", genres: ["Dub"]),
      "/c.wav": Records.tags(title: "C", genres: ["Ska"]),
    ]
    for path in order {
      try catalogue.record(
        Records.source(path), track: Records.track(tags: tags[path] ?? TrackTags()),
        derivatives: path == order[0] ? Records.derivatives() : Derivatives())
    }
    let id = Records.trackID(1)
    #expect(try catalogue.entry(id)?.track.tags.title == "B")
    #expect(try catalogue.preferredSource(of: id)?.path == "/b.wav")
    #expect(try catalogue.tracksWithHeadersDue() == [id])
    try catalogue.recordHeaders([], of: id)
    #expect(try catalogue.tracksWithHeadersDue().isEmpty)
    try catalogue.forget("/b.wav")
    #expect(try catalogue.entry(id)?.track.tags.title == "C")
    #expect(try catalogue.tracksWithHeadersDue() == [id])
    for path in order { try catalogue.forget(path) }
    #expect(try catalogue.entry(id)?.track.tags.title != nil)
  }

  @Test("files under a folder, and not those of its namesakes")
  func underFolder() throws {
    for path: SourcePath in ["/m/a.wav", "/m/b/c.wav", "/m-2/d.wav", "/m0.wav", "/n.wav"] {
      try catalogue.record(Records.source(path, track: nil, status: .rejected))
    }
    func names(_ path: SourcePath) throws -> [SourcePath] {
      var found: [SourcePath] = []
      try catalogue.forEachSource(under: path) { found.append($0.path) }
      return found
    }
    #expect(try names("/m") == ["/m/a.wav", "/m/b/c.wav"])
    #expect(try names("/n.wav") == ["/n.wav"])
    #expect(try names("/").count == 5)
    #expect(try names("/x").isEmpty)
  }

  @Test("only files that hold a track answer for their digest")
  func digests() throws {
    try catalogue.record(
      Records.source("/rejected.wav", track: nil, digest: "d1", status: .rejected))
    #expect(try catalogue.source(digest: "d1") == nil)
    try catalogue.record(
      Records.source("/z.wav", digest: "d1"), track: Records.track(), derivatives: Derivatives())
    #expect(try catalogue.source(digest: "d1")?.path == "/z.wav")
    #expect(try catalogue.source(digest: "d2") == nil)
  }

  @Test(
    "files of an upload each, without album artist, make an album with their artist's others alone")
  func received() {
    let key = { (artists: [String], path: String) in
      Catalogue.albumKey(Records.tags(artists: artists, album: "Live"), at: Data(path.utf8))
    }
    let first = key(["Artist"], "/l/received/0aB3cD5eF7gH9iJ1kL3mN5/1.flac")
    #expect(first == key(["artist", "Guest"], "/l/received/1aB3cD5eF7gH9iJ1kL3mN5/2.flac"))
    #expect(first != key(["Another"], "/l/received/2aB3cD5eF7gH9iJ1kL3mN5/1.flac"))
    // Elsewhere a folder tells.
    #expect(key(["A"], "/m/received/live/1.flac") == key(["B"], "/m/received/live/2.flac"))
    #expect(key(["A"], "/m/live/1.flac") != key(["A"], "/m/other/2.flac"))
  }

  @Test("tracks come in the order of artist, album, title and id")
  func order() throws {
    let tags = [
      Records.tags(title: "b", artists: ["B"]), Records.tags(title: "a", artists: ["B"]),
      Records.tags(title: "z", artists: ["A"], album: "2"),
      Records.tags(title: "y", artists: ["A"], album: "1"),
    ]
    for (index, tags) in tags.enumerated() {
      let number = UInt8(index + 1)
      try catalogue.record(
        Records.source(SourcePath("/\(index).wav"), track: number),
        track: Records.track(number, tags: tags), derivatives: Derivatives())
    }
    var titles: [String?] = []
    try catalogue.forEachEntry { titles.append($0.track.tags.title) }
    #expect(titles == ["y", "z", "a", "b"])
    #expect(try catalogue.trackIDs().count == 4)
  }

  @Test("embeddings of another space are left out")
  func spaces() throws {
    try catalogue.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    var other = Records.derivatives(track: 2)
    other.embedding?.version = 99
    try catalogue.record(
      Records.source("/b.wav", track: 2), track: Records.track(2), derivatives: other)
    #expect(
      try catalogue.embeddings(version: Records.embedding().version).map(\.track) == [
        Records.trackID(1)
      ])
    #expect(
      try catalogue.embeddings(version: Records.embedding().version).first?.vector
        == Records.embedding().vector)
  }

  @Test("an analysis that finds silence takes the old place in the space away")
  func becameSilent() throws {
    try catalogue.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    try catalogue.record(
      Derivatives(analysis: Records.analysis(integrated: nil)), of: Records.trackID(1))
    #expect(try catalogue.entry(Records.trackID(1))?.derivatives.embedding == nil)
  }

  @Test("numbers that are not finite do not stop a write, and come back as they were")
  func notFinite() throws {
    var analysis = Records.analysis(features: Records.features)
    analysis.loudness.truePeak = -.infinity
    analysis.loudness.range = .nan
    analysis.features?.flux = .infinity
    try catalogue.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Derivatives(analysis: analysis)
    )
    let loudness = try catalogue.entry(Records.trackID(1))?.derivatives.analysis?.loudness
    #expect(loudness?.truePeak == -.infinity)
    #expect(loudness?.range?.isNaN == true)
    #expect(try catalogue.features(of: Records.trackID(1))?.flux == .infinity)
  }
}

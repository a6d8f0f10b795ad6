import Foundation
import Tagging
import TestSignals
import Testing

@testable import Ladder

@Suite struct TagsTests {
  /// The comments of a rendition, as any reader of Ogg finds them.
  private func read(_ path: String) throws -> FileTags { try TagReader.read(path: path) }

  @Test("several artists stay several, other scripts stay themselves, on every rung")
  func multiple() throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 5_000), try Studio.spotify.rungs, in: folder,
      tags: Studio.tags("夜に駆ける"))
    for rendition in staged.renditions {
      let file = try read(staged.localPath(of: rendition))
      #expect(file.tags.artists == ["First", "Second"])
      #expect(file.tags.title == "夜に駆ける")
      #expect(file.tags["ENCODER"] == ["Assonance 1.0"])
      #expect(file.tags["ASSONANCE_VERSION"] == ["1.0"])
    }
  }

  @Test("a cover comes back byte for byte, even one that fills many pages")
  func cover() throws {
    let folder = try TemporaryFolder()
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 100, 0, 200, 3]
    bytes += Signals.noise(frames: 150_000).map { UInt8(truncatingIfNeeded: Int($0 * 1000)) }
    var tags = Studio.tags()
    tags.cover = Picture(mime: "image/jpeg", bytes: bytes, width: 200, height: 100)
    let staged = try Studio.encode(
      Studio.stereo(frames: 5_000), try Studio.rungs("96"), in: folder, tags: tags)
    let path = staged.localPath(of: staged.renditions[0])
    let picture = try #require(try read(path).cover)
    #expect(picture.bytes == bytes)
    #expect(picture.mime == "image/jpeg")
    #expect(picture.width == 200)
    #expect(picture.kind == .frontCover)
    #expect(try Studio.decode(path)[0].count == 5_000)
  }

  @Test("other tags keep every audio packet and move the seek table with them")
  func retagged() throws {
    let folder = try TemporaryFolder()
    let store = FolderStore(root: folder.path)
    let staged = try Studio.encode(
      Studio.stereo(frames: 100_000), try Studio.rungs("96"), in: folder)
    let before = try staged.publish()[0]
    let old = try Studio.bytes(try store.localPath(of: before.path))
    var tags = Studio.tags(String(repeating: "Longer title ", count: 6_000))
    tags.tags["GENRE"] = ["House"]
    #expect(try before.isOutOfDate(for: tags, in: store))
    let after = try before.retagged(tags, in: store)
    let new = try Studio.bytes(try store.localPath(of: after.path))

    #expect(after.bytes == new.count)
    #expect(after.sha256 != before.sha256)
    #expect(after.tagsDigest != before.tagsDigest)
    #expect(after.settingsDigest == before.settingsDigest)
    let isOut = try after.isOutOfDate(for: tags, in: store)
    #expect(!isOut)
    #expect(try packets(old) == packets(new))
    #expect(try Studio.decode(try store.localPath(of: after.path))[0].count == 100_000)
    for (a, b) in zip(before.seekTable.entries, after.seekTable.entries) {
      #expect(a.frame == b.frame)
      #expect(Array(new[b.offset..<b.offset + 4]) == Array("OggS".utf8))
    }
    // There and back again is the same file.
    let again = try after.retagged(Studio.tags(), in: store)
    #expect(again.sha256 == before.sha256)
    #expect(again == before)
  }

  @Test("killed between a file's new header and its note, the next change knows its seek table")
  func forgotten() throws {
    let folder = try TemporaryFolder()
    let store = FolderStore(root: folder.path)
    let noted = try Studio.encode(
      Studio.stereo(frames: 100_000), try Studio.rungs("96"), in: folder
    ).publish()[0]
    let longer = Studio.tags(String(repeating: "Longer title ", count: 600))
    // The file has its new header; what was noted is still about the old one.
    let written = try noted.retagged(longer, in: store)
    #expect(try noted.retagged(longer, in: store) == written)
    let bytes = try Studio.bytes(try store.localPath(of: noted.path))
    for entry in try noted.retagged(longer, in: store).seekTable.entries {
      #expect(Array(bytes[entry.offset..<entry.offset + 4]) == Array("OggS".utf8))
    }
  }

  @Test(
    "a change of tags seals no damage: a flipped bit, a lost page, other audio are errors, and the file stays",
    arguments: ["flipped", "cut", "cut in a page", "other"])
  func damagedAudio(kind: String) throws {
    let folder = try TemporaryFolder()
    let store = FolderStore(root: folder.path)
    let noted = try Studio.encode(
      Studio.stereo(frames: 100_000), try Studio.rungs("96"), in: folder
    ).publish()[0]
    let file = try store.localPath(of: noted.path)
    var bytes = try Studio.bytes(file)
    let page = try #require(noted.seekTable.entries.dropLast(2).last).offset
    switch kind {
    case "flipped": bytes[page + 400] ^= 0x04
    case "cut": bytes = Array(bytes[..<page])
    case "cut in a page": bytes = Array(bytes[..<(page + 400)])
    default:
      // As a kill leaves it between a new encode and its note.
      let other = try TemporaryFolder()
      let encoded = try Studio.encode(
        Studio.stereo(frames: 90_000), try Studio.rungs("96"), in: other)
      bytes = try Studio.bytes(encoded.localPath(of: encoded.renditions[0]))
    }
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: LadderError.self) {
      _ = try noted.retagged(Studio.tags("Another"), in: store)
    }
    #expect(error?.code == "damaged_rendition")
    #expect(try Studio.bytes(file) == bytes)
  }

  /// Bodies of all pages but those of the headers.
  private func packets(_ bytes: [UInt8]) throws -> [[UInt8]] {
    let folder = try TemporaryFolder()
    let path = try folder.file("x.ogg", bytes)
    let start = try RenditionHeaders(path: path).audioOffset
    var reader = try OggPageReader(path, from: start)
    var bodies: [[UInt8]] = []
    while try reader.next(checked: true) != nil {
      bodies.append([])
      reader.copyBody(to: &bodies[bodies.count - 1])
    }
    return bodies
  }

  @Test("loudness becomes ReplayGain and R128 tags with the reference they count from")
  func loudness() throws {
    let tags = LoudnessTags(
      track: .init(integrated: -9.5, peak: 1.03), album: .init(integrated: -10, peak: 1.1))
    let comments = Dictionary(
      uniqueKeysWithValues: tags.comments(gain: 0).map { ($0.name, $0.value) })
    #expect(comments["REPLAYGAIN_TRACK_GAIN"] == "-8.50 dB")
    #expect(comments["REPLAYGAIN_TRACK_PEAK"] == "1.030000")
    #expect(comments["REPLAYGAIN_ALBUM_GAIN"] == "-8.00 dB")
    #expect(comments["REPLAYGAIN_REFERENCE_LOUDNESS"] == "-18.00 LUFS")
    #expect(comments["R128_TRACK_GAIN"] == "-3456")  // −13.5 dB · 256
    // What was taken off before encoding need not be taken off again.
    let softer = Dictionary(
      uniqueKeysWithValues: tags.comments(gain: -6).map { ($0.name, $0.value) })
    #expect(softer["REPLAYGAIN_TRACK_GAIN"] == "-2.50 dB")
    #expect(softer["REPLAYGAIN_TRACK_PEAK"] == "0.516223")
    // Silence has no loudness, and a tag must not say it has.
    #expect(LoudnessTags(track: .init(integrated: nil, peak: 0)).comments(gain: 0).isEmpty)
  }

  @Test("what the source said about its own file is not carried over")
  func own() {
    var tags = TrackTags()
    tags["REPLAYGAIN_TRACK_GAIN"] = ["+3 dB"]
    tags["ENCODER"] = ["LAME"]
    tags["BAD=NAME"] = ["x"]
    tags["COMMENT"] = ["two\nlines"]
    let comments = RenditionTags(tags: tags, programVersion: "2").comments(gain: 0)
    #expect(comments.map(\.name) == ["COMMENT", "ENCODER", "ASSONANCE_VERSION"])
    #expect(comments[1].value == "Assonance 2")
  }
}

import Foundation
import Ladder
import TestSignals
import Testing

@Suite struct SeekTableTests {
  @Test("entries rise, are at most a second apart and reach the end")
  func spacing() throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 200_000), try Studio.spotify.rungs, in: folder)
    for rendition in staged.renditions {
      let table = rendition.seekTable
      #expect(table.entries.first?.frame == 0)
      for (a, b) in zip(table.entries, table.entries.dropFirst()) {
        #expect(a.frame < b.frame && a.offset < b.offset)
        #expect(b.frame - a.frame <= table.sampleRate)
      }
      let last = try #require(table.entries.last)
      #expect(rendition.frames - last.frame <= table.sampleRate)
    }
  }

  @Test(
    "a decoder that starts at an entry puts out the entry's frame first", arguments: ["24", "320"])
  func start(rung: String) throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 120_000), try Studio.rungs(rung), in: folder)
    let rendition = staged.renditions[0]
    let bytes = try Studio.bytes(staged.localPath(of: rendition))
    let whole = try Studio.decode(staged.localPath(of: rendition))[0]
    let entries = rendition.seekTable.entries
    let header = entries[0].offset
    for entry in entries.dropFirst().dropLast() {
      let cut = try folder.file("cut.ogg", Array(bytes[..<header]) + bytes[entry.offset...])
      let part = try Studio.decode(cut)[0]
      #expect(part.count == rendition.frames - entry.frame)
      #expect(part.elementsEqual(whole[entry.frame...]))
    }
  }

  @Test("a time leads to the last entry before it")
  func lookup() throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 120_000), try Studio.rungs("96"), in: folder)
    let table = staged.renditions[0].seekTable
    let third = table.entries[2]
    #expect(table.entry(forFrame: third.frame) == third)
    #expect(table.entry(forFrame: third.frame - 1) == table.entries[1])
    #expect(table.entry(forTime: 0) == table.entries[0])
    #expect(table.entry(forTime: -1) == table.entries[0])
    #expect(table.entry(forTime: 1e6) == table.entries.last)
  }

  @Test("a table survives being written down")
  func coding() throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 60_000), try Studio.rungs("96"), in: folder)
    let rendition = staged.renditions[0]
    let text = try JSONEncoder().encode(rendition)
    #expect(try JSONDecoder().decode(Rendition.self, from: text) == rendition)
  }
}

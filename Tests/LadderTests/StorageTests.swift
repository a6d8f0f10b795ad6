import Foundation
import Ladder
import Sound
import TestSignals
import Testing

@Suite struct StorageTests {
  @Test("publishing puts the files under their names and leaves nothing else")
  func publish() throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 3_000), try Studio.spotify.rungs, in: folder, track: "4uXyz")
    #expect(folder.files.allSatisfy { $0.hasPrefix("renditions/.partial/") })
    let renditions = try staged.publish()
    #expect(
      folder.files == ["160", "24", "320", "96"].map { "renditions/4u/4uXyz/\($0).ogg" })
    let store = FolderStore(root: folder.path)
    for rendition in renditions {
      #expect(store.size(of: rendition.path) == rendition.bytes)
      try store.remove(rendition.path)
      #expect(store.size(of: rendition.path) == nil)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/renditions/4u"))
  }

  @Test("an encoder that is thrown away leaves nothing, nor do finished files nobody publishes")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    do {
      let format = PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 1)
      var ladder = try LadderEncoder(
        rungs: try Studio.spotify.rungs, format: format, store: FolderStore(root: folder.path))
      try ladder.consume(PCMBlock(format: format, channels: [Signals.noise(frames: 9_000)]))
    }
    #expect(folder.files.isEmpty)
    do { _ = try Studio.encode(Studio.stereo(frames: 900), try Studio.rungs("96"), in: folder) }
    #expect(folder.files.isEmpty)
  }

  @Test("what a killed run left is removed; what a running one holds is not")
  func cleaning() throws {
    let folder = try TemporaryFolder()
    let store = FolderStore(root: folder.path)
    let held = try store.makeWorkplace()
    let place = folder.path + "/renditions/.partial/killed"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for name in ["lock", "96.pages"] {
      try Data([1]).write(to: URL(fileURLWithPath: place + "/" + name))
    }
    let lockless = folder.path + "/renditions/.partial/killed at once"
    try FileManager.default.createDirectory(atPath: lockless, withIntermediateDirectories: true)
    #expect(store.removeAbandoned() == 2)
    #expect(!FileManager.default.fileExists(atPath: place))
    #expect(!FileManager.default.fileExists(atPath: lockless))
    #expect(FileManager.default.fileExists(atPath: held.path))
  }

  @Test("a place that cannot be written is an error with its path")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("in the way", [1])
    let format = PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 1)
    let error = #expect(throws: LadderError.self) {
      _ = try LadderEncoder(
        rungs: try Studio.spotify.rungs, format: format, store: FolderStore(root: file))
    }
    #expect(error?.code == "storage_failed")
    #expect(error?.isTransient == true)
    #expect(error?.description.contains("in the way") == true)
  }

  @Test("a damaged file is an error, wherever it is cut", arguments: [0, 1, 27, 100, 2_000, 4_000])
  func damaged(bytes: Int) throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      Studio.stereo(frames: 30_000), try Studio.rungs("96"), in: folder)
    let whole = try Studio.bytes(staged.localPath(of: staged.renditions[0]))
    let cut = try folder.file("cut.ogg", Array(whole[..<bytes]))
    let error = #expect(throws: LadderError.self) { _ = try RenditionReader(path: cut) }
    #expect(error?.code == "damaged_rendition")
  }
}

import Foundation
import Ladder
import Sound
import Tagging
import TestSignals

/// What the tests of this room do again and again.
enum Studio {
  static func tags(_ title: String = "Test") -> RenditionTags {
    var tags = TrackTags()
    tags["TITLE"] = [title]
    tags["ARTIST"] = ["First", "Second"]
    return RenditionTags(tags: tags, programVersion: "1.0")
  }

  static var spotify: LadderProfile {
    get throws { try LadderProfile(yaml: LadderProfile.spotifyText) }
  }

  static func rungs(_ names: String...) throws -> [Rung] {
    try spotify.rungs.filter { names.contains($0.name) }
  }

  /// Encodes `source` in blocks of `frames`, up to the point of publishing.
  static func encode(
    _ source: MemorySource, _ rungs: [Rung], in folder: TemporaryFolder, blocks frames: Int = 4096,
    track: String = "0track", tags: RenditionTags = tags()
  ) throws -> StagedLadder {
    var source = source
    let store = FolderStore(root: folder.path)
    var ladder = try LadderEncoder(rungs: rungs, format: source.format, store: store)
    var block = PCMBlock(format: source.format)
    while true {
      source.read(into: &block, frames: frames)
      if block.frames == 0 { break }
      try ladder.consume(block)
    }
    return try ladder.finish(track: track, tags: tags)
  }

  /// All frames of a file, one array a channel.
  static func decode(_ path: String) throws -> [[Float]] {
    var reader = try RenditionReader(path: path)
    var block = PCMBlock(format: reader.format)
    var planes = Array(repeating: [Float](), count: reader.format.channels)
    while true {
      try reader.read(into: &block, frames: 4096)
      if block.frames == 0 { return planes }
      for channel in planes.indices { planes[channel] += block.channels[channel] }
    }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static func stereo(frames: Int, sampleRate: Int = 44_100) -> MemorySource {
    MemorySource(
      [
        Signals.music(frames: frames, sampleRate: sampleRate, seed: 1),
        Signals.music(frames: frames, sampleRate: sampleRate, seed: 2),
      ], sampleRate: sampleRate)
  }
}

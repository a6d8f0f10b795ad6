import Ladder
import Sound
import TestSignals
import Testing

@Suite struct OddSourceTests {
  @Test("samples that are no numbers become silence, are counted, and harm no other frame")
  func notNumbers() throws {
    let folder = try TemporaryFolder()
    var plane = Signals.music(frames: 30_000, sampleRate: 44_100)
    plane[10_000] = .nan
    plane[10_001] = .infinity
    plane[10_002] = -1e30
    let staged = try Studio.encode(
      MemorySource([plane, plane], sampleRate: 44_100), try Studio.spotify.rungs, in: folder)
    for rendition in staged.renditions {
      let mark = try #require(rendition.marks.first { $0.code == "samples_repaired" })
      #expect(mark.message.hasPrefix("6 samples"))
      let heard = try Studio.decode(staged.localPath(of: rendition))[0]
      #expect(heard.allSatisfy { $0.isFinite })
    }
  }

  @Test("surround is folded by BS.775: the centre is heard on both sides, a side on its own")
  func surround() throws {
    let frames = 40_000
    let silence = Signals.silence(frames: frames)
    func levels(speaker: Int) throws -> (Float, Float) {
      let folder = try TemporaryFolder()
      var channels = Array(repeating: silence, count: 6)
      channels[speaker] = Signals.sine(1_000, frames: frames, sampleRate: 44_100)
      let staged = try Studio.encode(
        MemorySource(channels, sampleRate: 44_100), try Studio.rungs("320"), in: folder)
      #expect(staged.renditions[0].channels == 2)
      #expect(staged.renditions[0].marks.map(\.code) == ["downmixed"])
      let planes = try Studio.decode(staged.localPath(of: staged.renditions[0]))
      return (
        planes[0].map(\.magnitude).max() ?? 0, planes[1].map(\.magnitude).max() ?? 0
      )
    }
    let scale: Float = 1 / (1 + 2 * 0.70710678)
    let left = try levels(speaker: 0)
    #expect((left.0 - 0.5 * scale).magnitude < 0.02 && left.1 < 0.02)
    let center = try levels(speaker: 2)
    #expect((center.0 - 0.5 * scale * 0.707).magnitude < 0.02)
    #expect((center.1 - 0.5 * scale * 0.707).magnitude < 0.02)
    let low = try levels(speaker: 3)
    #expect(low.0 < 0.01 && low.1 < 0.01)
    let rearRight = try levels(speaker: 5)
    #expect(rearRight.0 < 0.02 && (rearRight.1 - 0.5 * scale * 0.707).magnitude < 0.02)
  }

  @Test("the profile's gain is in the sound and in the record")
  func gain() throws {
    let folder = try TemporaryFolder()
    var rung = try Studio.rungs("320")[0]
    rung.gain = -6
    let tone = Signals.sine(997, frames: 40_000, sampleRate: 44_100, level: 0.8)
    var source = MemorySource([tone, tone], sampleRate: 44_100)
    var staged = try Studio.encode(source, [rung], in: folder)
    let heard = try Studio.decode(staged.localPath(of: staged.renditions[0]))[0]
    let peak = heard[5_000..<35_000].map(\.magnitude).max() ?? 0
    #expect((peak - 0.401).magnitude < 0.01)
    #expect(staged.renditions[0].gain == -6)
    #expect(staged.renditions[0].marks.map(\.code) == ["gain_applied"])
    #expect(try staged.verify(against: &source)[0].isSound)
  }

  @Test("the managed modes hold their bitrate", arguments: [Rung.Mode.abr, .bounded])
  func managed(mode: Rung.Mode) throws {
    let folder = try TemporaryFolder()
    let noise = MemorySource(
      [
        Signals.noise(frames: 400_000, level: 0.5, seed: 3),
        Signals.noise(frames: 400_000, level: 0.5, seed: 4),
      ], sampleRate: 44_100)
    var rung = try Studio.rungs("96")[0]
    rung.mode = mode
    var staged = try Studio.encode(noise, [rung], in: folder)
    let rendition = staged.renditions[0]
    #expect(rendition.quality == nil)
    #expect((93_000...98_000).contains(rendition.meanBitrate))
    if mode == .bounded { #expect(rendition.peakBitrate < 3 * 96_000) }
    var source = noise
    #expect(try staged.verify(against: &source)[0].frames == 400_000)
  }

  @Test("a block of another format is an error with its place")
  func formatChange() throws {
    let folder = try TemporaryFolder()
    let mono = PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 1)
    let stereo = PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 2)
    var ladder = try LadderEncoder(
      rungs: try Studio.rungs("96"), format: mono, store: FolderStore(root: folder.path))
    try ladder.consume(PCMBlock(format: mono, channels: [[0, 0, 0]]))
    var caught: LadderError?
    do { try ladder.consume(PCMBlock(format: stereo, channels: [[0], [0]])) } catch {
      caught = error
    }
    #expect(caught == .formatChanged(expected: 1, actual: 2, frame: 3))
  }
}

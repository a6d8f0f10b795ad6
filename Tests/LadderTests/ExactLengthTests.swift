import DSP
import Ladder
import Sound
import TestSignals
import Testing

/// Every rendition is as long as its source, to the frame, and lies on it.
@Suite struct ExactLengthTests {
  @Test(
    "a rendition at the source's rate has the source's length",
    arguments: [1, 2, 63, 64, 65, 127, 128, 129, 255, 256, 257, 575, 576, 1000, 1023, 1024, 1025],
    [1, 2])
  func shortSources(frames: Int, channels: Int) throws {
    let folder = try TemporaryFolder()
    let source = MemorySource(
      (0..<channels).map { Signals.noise(frames: frames, seed: UInt64($0 + 1)) },
      sampleRate: 44_100)
    let staged = try Studio.encode(source, try Studio.spotify.rungs, in: folder)
    for rendition in staged.renditions {
      let expected = rendition.rung == "24" ? (frames + 1) / 2 : frames
      #expect(rendition.frames == expected)
      let planes = try Studio.decode(staged.localPath(of: rendition))
      #expect(planes[0].count == expected, "\(rendition.rung)")
    }
  }

  @Test("a source without frames gives renditions without frames")
  func empty() throws {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(
      MemorySource([[]], sampleRate: 44_100), try Studio.spotify.rungs, in: folder)
    for rendition in staged.renditions {
      #expect(rendition.frames == 0)
      #expect(try Studio.decode(staged.localPath(of: rendition))[0].isEmpty)
    }
  }

  @Test(
    "a resampled rendition has its length rounded up", arguments: [1, 2, 3, 999, 44_100, 50_001],
    [88_200, 96_000, 192_000, 384_000, 4_000, 50_000])
  func resampled(frames: Int, rate: Int) throws {
    let folder = try TemporaryFolder()
    let source = MemorySource([Signals.noise(frames: frames)], sampleRate: rate)
    let staged = try Studio.encode(source, try Studio.rungs("96"), in: folder)
    let rendition = staged.renditions[0]
    let target = rate < 8_000 ? 8_000 : rate == 88_200 ? 44_100 : 48_000
    #expect(rendition.sampleRate == target)
    #expect(rendition.frames == (frames * target + rate - 1) / rate)
    #expect(try Studio.decode(staged.localPath(of: rendition))[0].count == rendition.frames)
  }

  @Test("a click stays at its frame in every rung", arguments: [0, 1, 5_000, 19_999])
  func clicks(place: Int) throws {
    let folder = try TemporaryFolder()
    let click = Signals.clicks(frames: 20_000, period: 100_000, offset: place)
    let staged = try Studio.encode(
      MemorySource([click, click], sampleRate: 44_100), try Studio.rungs("160", "320"), in: folder)
    for rendition in staged.renditions {
      let plane = try Studio.decode(staged.localPath(of: rendition))[0]
      let loudest = plane.indices.max { plane[$0].magnitude < plane[$1].magnitude }
      #expect(loudest == place, "\(rendition.rung)")
    }
  }

  @Test("the size of the blocks changes no byte", arguments: [1, 7, 1024, 1 << 20])
  func blocks(size: Int) throws {
    let folder = try TemporaryFolder()
    let source = Studio.stereo(frames: 6_000)
    let rungs = try Studio.spotify.rungs
    let reference = try Studio.encode(source, rungs, in: folder)
    let other = try Studio.encode(source, rungs, in: folder, blocks: size)
    #expect(reference.renditions.map(\.sha256) == other.renditions.map(\.sha256))
  }

  @Test("two runs give the same bytes, another track other serial numbers only")
  func reproducible() throws {
    let folder = try TemporaryFolder()
    let source = Studio.stereo(frames: 30_000)
    let rungs = try Studio.spotify.rungs
    let first = try Studio.encode(source, rungs, in: folder)
    let second = try Studio.encode(source, rungs, in: folder)
    let other = try Studio.encode(source, rungs, in: folder, track: "1other")
    for index in rungs.indices {
      let a = try Studio.bytes(first.localPath(of: first.renditions[index]))
      let b = try Studio.bytes(second.localPath(of: second.renditions[index]))
      let c = try Studio.bytes(other.localPath(of: other.renditions[index]))
      #expect(a == b)
      #expect(a != c)
      #expect(a.count == c.count)
    }
    #expect(Set(first.renditions.map(\.sha256)).count == rungs.count)
  }

  @Test("tracks cut from one recording join without a gap or a click")
  func joins() throws {
    let folder = try TemporaryFolder()
    let whole = Studio.stereo(frames: 90_000)
    let cuts = [0, 30_001, 60_007, 90_000]
    let rungs = try Studio.rungs("320")
    var joined: [Float] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let part = MemorySource(
        whole.channels.map { Array($0[start..<end]) }, sampleRate: 44_100)
      let staged = try Studio.encode(part, rungs, in: folder)
      joined += try Studio.decode(staged.localPath(of: staged.renditions[0]))[0]
    }
    #expect(joined.count == whole.frames)
    // At the seams the joined tracks follow the recording as closely as in the middle of a track.
    func error(_ range: Range<Int>) -> Float {
      var sum: Float = 0
      for i in range {
        let difference = joined[i] - whole.channels[0][i]
        sum += difference * difference
      }
      return (sum / Float(range.count)).squareRoot()
    }
    let middle = error(10_000..<20_000)
    for seam in cuts.dropFirst().dropLast() {
      #expect(error(seam - 64..<seam + 64) < 3 * middle)
    }
  }
}

import CSndfile
import Decoding
import Sound
import Testing

@Suite("Audio digest and track id")
struct DigestTests {
  let folder: ScratchFolder
  init() throws { folder = try ScratchFolder() }

  @Test("the digest is the SHA-256 of the bytes that its definition names")
  func knownAnswer() throws {
    let report = try Decoded(folder.write(WaveBytes().file([0, 0.5, -0.5, 0.25]))).report
    // hashlib.sha256(b"assonance-1\0" + struct.pack("<II4f", 44100, 2, 0, .5, -.5, .25)).hexdigest()
    #expect(
      report.digest.description
        == "20b335b2ee42f891f25125a5a03311ff16abbc265e56e364b47eaa792e51a895")
    #expect(report.trackID.description == "0ZHEwg5X5ktrA6wJJytprV")
  }

  @Test("the same audio has one id in every container and at every depth that holds it")
  func oneAudio() throws {
    let samples = Noise.samples(10_000)
    let expected = try Decoded(folder.write(WaveBytes().file(samples.map(Double.init)))).report
    for depth in [WaveBytes.Depth.integer24, .integer32, .float32, .float64] {
      var wave = WaveBytes()
      wave.depth = depth
      wave.flavour = .rf64
      let report = try Decoded(folder.write(wave.file(samples.map(Double.init)))).report
      #expect(report.trackID == expected.trackID, "\(depth)")
    }
    let formats: [(String, Int, Int)] = [
      ("flac 16", SF_FORMAT_FLAC, SF_FORMAT_PCM_16),
      ("flac 24", SF_FORMAT_FLAC, SF_FORMAT_PCM_24),
      ("aiff 16", SF_FORMAT_AIFF, SF_FORMAT_PCM_16),
      ("aiff 24", SF_FORMAT_AIFF, SF_FORMAT_PCM_24),
      ("aifc float", SF_FORMAT_AIFF, SF_FORMAT_FLOAT),
      ("au 16", SF_FORMAT_AU, SF_FORMAT_PCM_16),
      ("caf 16", SF_FORMAT_CAF, SF_FORMAT_PCM_16),
      ("caf alac", SF_FORMAT_CAF, SF_FORMAT_ALAC_16),
      ("wave64 24", SF_FORMAT_W64, SF_FORMAT_PCM_24),
    ]
    for (name, container, encoding) in formats {
      let bytes = try Encoded.bytes(samples, format: container | encoding)
      let report = try Decoded(folder.write(bytes)).report
      #expect(report.digest == expected.digest, "\(name)")
      #expect(!report.isDamaged, "\(name)")
    }
  }

  @Test("another sample, rate or number of channels is another audio")
  func otherAudio() throws {
    func id(_ change: (inout WaveBytes, inout [Double]) -> Void) throws -> TrackID {
      var wave = WaveBytes()
      var samples = Noise.samples(100).map(Double.init)
      change(&wave, &samples)
      return try Decoded(folder.write(wave.file(samples))).report.trackID
    }
    let ids = [
      try id { _, _ in }, try id { wave, _ in wave.rate = 48_000 },
      try id { wave, _ in wave.channels = 1 }, try id { _, samples in samples[50] += 1 / 32_768 },
      try id { _, samples in samples.removeLast(2) },
    ]
    #expect(Set(ids).count == ids.count)
  }

  @Test(
    "samples, digest and evidence do not depend on the size of the blocks", arguments: [1, 7, 1024])
  func blockSize(frames: Int) throws {
    let samples = Noise.samples(12_000)
    var wave = WaveBytes()
    wave.depth = .float32
    for bytes in [
      wave.file(samples.map { Double($0) * 2.5 }),
      try Encoded.bytes(samples, format: Encoded.flac16),
    ] {
      let path = try folder.write(bytes)
      let whole = try Decoded(path, frames: 1 << 20)
      let small = try Decoded(path, frames: frames)
      #expect(small.channels == whole.channels)
      #expect(small.report.digest == whole.report.digest)
      #expect(small.report.evidence.clippedRuns == whole.report.evidence.clippedRuns)
      #expect(small.report.evidence.peaks == whole.report.evidence.peaks)
      #expect(small.report.evidence.firstClippedFrame == whole.report.evidence.firstClippedFrame)
      // Sums of floats depend on their grouping.
      for (a, b) in zip(small.report.evidence.offsets, whole.report.evidence.offsets) {
        #expect(abs(a - b) < 1e-6)
      }
    }
  }

  @Test("a track id is 22 base-62 digits of at most 128 bits, and reads back")
  func trackID() {
    let zero = TrackID(digest: Array(repeating: 0, count: 32))
    let last = TrackID(digest: Array(repeating: 0xFF, count: 16))
    #expect(zero.description == String(repeating: "0", count: 22))
    // 2¹²⁸ − 1 in base 62.
    #expect(last.description == "7N42dgm5tFLK9N8MT7fHC7")
    #expect(TrackID(last.description) == last)
    #expect(TrackID("7N42dgm5tFLK9N8MT7fHC8") == nil)
    #expect(TrackID("0") == nil)
    #expect(TrackID("000000000000000000000-") == nil)
    #expect(TrackID(String(repeating: "Z", count: 22)) == nil)
  }
}

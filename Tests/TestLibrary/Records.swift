public import Catalogue
import Similarity
public import Sound
public import Tagging

@testable public import Analysis
@testable public import Fingerprinting
@testable public import Ladder

/// Records as an ingest would write them, with every field set to something that can be told apart.
public enum Records {
  /// The same number, the same track.
  public static func trackID(_ number: UInt8) -> TrackID {
    TrackID(digest: [number, 0x5A] + Array(repeating: number, count: 30))
  }

  public static func tags(
    title: String? = "Title", artists: [String] = ["First"], album: String? = "Album",
    genres: [String] = []
  ) -> TrackTags {
    var tags = TrackTags()
    tags["TITLE"] = title.map { [$0] } ?? []
    tags["ARTIST"] = artists
    tags["ALBUM"] = album.map { [$0] } ?? []
    tags["GENRE"] = genres
    return tags
  }

  public static func track(
    _ number: UInt8 = 1, seconds: Int = 200, tags: TrackTags = tags()
  ) -> TrackRecord {
    TrackRecord(
      id: trackID(number), sampleRate: 44_100, channels: 2, frames: 44_100 * seconds, bits: 16,
      container: "flac", codec: "flac", integrity: "verified", tags: tags)
  }

  public static func source(
    _ path: SourcePath, track number: UInt8? = 1, digest: String? = "ab12",
    status: SourceStatus = .ingested
  ) -> SourceRecord {
    SourceRecord(
      path: path, stamp: FileStamp(size: 7, modified: 8, changed: 9, inode: 10, device: 11),
      digest: digest, status: status, track: number.map(trackID))
  }

  public static func analysis(
    bpm: Double? = 128, key: Key? = Key(tonic: .a, mode: .minor), energy: Double? = 0.5,
    integrated: Double? = -14.2, features: TrackFeatures? = nil
  ) -> TrackAnalysis {
    var descriptors = Descriptors()
    descriptors.energy = energy.map {
      Descriptor(
        value: $0, confidence: 0.8, percentile: 34.5, base: 0.6,
        contributions: [.init(input: "pace", amount: -0.3), .init(input: "fullness", amount: 0.2)])
    }
    return TrackAnalysis(
      version: AnalysisVersion.current, duration: 200.125, sampleRate: 44_100, channels: 2,
      downmix: .mid,
      tempo: bpm.map {
        TempoEstimate(
          bpm: $0, confidence: 0.93, alternatives: [.init(bpm: $0 / 2, confidence: 0.05)],
          stability: 0.98)
      },
      beats: bpm == nil ? [] : [0.46, 0.93, 1.4],
      key: key.map {
        KeyEstimate(
          key: $0, confidence: 0.71, tuning: -4.2,
          alternatives: [.init(key: Key(tonic: .c, mode: .major), confidence: 0.2)])
      },
      loudness: Loudness(
        integrated: integrated, range: integrated.map { _ in 5.1 },
        momentaryMax: integrated.map { _ in -7.2 }, shortTermMax: integrated.map { _ in -7.9 },
        truePeak: integrated.map { _ in -0.3 }),
      descriptors: descriptors, features: features)
  }

  /// Numbers that a 32-bit float holds and decimals hardly do.
  public static let features = TrackFeatures(
    timbreMean: [0.1, -1e-7, 3.402_823e38], timbreCovariance: [1.0 / 3], timbreChange: [-0.0],
    spectralShape: [0.5], tempogram: [[1, 0.25], [0.125, 1e-30]], metricalReadings: [],
    flux: 0.7, pulseClarity: 3.3, beatStrength: -0.2, octaveChroma: [0.01], chromaMean: [0.3],
    chromaDeviation: [0.04], harmonicChange: 0.9, keyCorrelations: [0.8, 0.7],
    voices: VoiceFeatures(
      voice: [0, 100, 37], speech: [1, 2, 3], crowd: [4, 5, 6], voicePresence: -0.1,
      voiceMean: 1e-9,
      speechMean: -6, crowdPresence: 6, crowdMean: 0.25,
      texture: Texture(
        dynamics: 3.3, treble: -2.5, bottom: -4, wobble: 0.1, decay: 120, floor: 18,
        floorFlatness: 0.4)))

  public static func rendition(
    _ rung: String = "96", track number: UInt8 = 1, bytes: Int = 1234, settings: String = "5e77"
  ) -> Rendition {
    var table = SeekTable(sampleRate: 44_100)
    table.append(frame: 0, offset: 4000)
    table.append(frame: 44_032, offset: 16_000)
    return Rendition(
      rung: rung, path: Rendition.path(track: trackID(number).description, rung: rung),
      bytes: bytes, sha256: "c0ffee", frames: 8_820_000, sampleRate: 44_100, channels: 2,
      nominalBitrate: (Int(rung) ?? 1) * 1000, meanBitrate: 95_000, peakBitrate: 130_000,
      quality: 0.2, gain: -1.5, settingsDigest: settings, tagsDigest: "7a95",
      encoderVersion: "1", marks: [RenditionMark(code: "resampled", message: "Resampled.")],
      seekTable: table)
  }

  public static let fingerprint = Fingerprint(
    algorithm: 1, words: [0, 1, .max, 0x8000_0000], compressed: "AQAAA_-z", duration: 200.125)

  public static func embedding(_ values: [Float] = [0.5, -0.25]) -> EmbeddingRecord {
    EmbeddingRecord(
      version: SpaceVersion.current, vector: values + Array(repeating: 0, count: 128 - values.count)
    )
  }

  public static func derivatives(
    track number: UInt8 = 1, analysis: TrackAnalysis = analysis(features: features)
  ) -> Derivatives {
    Derivatives(
      renditions: ["24", "96", "160", "320"].map { rendition($0, track: number) },
      fingerprint: fingerprint, fingerprintVersion: Fingerprint.version, analysis: analysis,
      embedding: embedding())
  }
}

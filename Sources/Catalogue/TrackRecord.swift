public import Analysis
public import Fingerprinting
public import Ladder
public import Sound
public import Tagging

/// What a track is, whatever was derived from it.
public struct TrackRecord: Sendable, Equatable {
  public var id: TrackID
  public var sampleRate: Int
  public var channels: Int
  public var frames: Int
  /// Bits of a sample where the format counts in integers.
  public var bits: Int?
  public var container: String
  public var codec: String
  /// What a checksum in the file said of the audio: `verified`, `unverifiable` or `failed`.
  public var integrity: String
  public var tags: TrackTags

  /// Seconds.
  public var duration: Double { Double(frames) / Double(sampleRate) }

  public init(
    id: TrackID, sampleRate: Int, channels: Int, frames: Int, bits: Int?, container: String,
    codec: String, integrity: String, tags: TrackTags
  ) {
    self.id = id
    self.sampleRate = sampleRate
    self.channels = channels
    self.frames = frames
    self.bits = bits
    self.container = container
    self.codec = codec
    self.integrity = integrity
    self.tags = tags
  }
}

/// A place in a similarity space.
public struct EmbeddingRecord: Sendable, Equatable {
  /// Of the space.
  public var version: Int
  public var vector: [Float]

  public init(version: Int, vector: [Float]) {
    self.version = version
    self.vector = vector
  }
}

/// What was derived from a track; nil or empty where it is missing.
public struct Derivatives: Sendable, Equatable {
  public var renditions: [Rendition]
  public var fingerprint: Fingerprint?
  public var fingerprintVersion: Int?
  /// Read back, it is without its features: `Catalogue.features(of:)` has them.
  public var analysis: TrackAnalysis?
  public var embedding: EmbeddingRecord?
  /// Read back, it is left out: `Catalogue.landmarks(of:)` has them.
  public var landmarks: Landmarks?

  public init(
    renditions: [Rendition] = [], fingerprint: Fingerprint? = nil, fingerprintVersion: Int? = nil,
    analysis: TrackAnalysis? = nil, embedding: EmbeddingRecord? = nil,
    landmarks: Landmarks? = nil
  ) {
    self.renditions = renditions
    self.fingerprint = fingerprint
    self.fingerprintVersion = fingerprintVersion
    self.analysis = analysis
    self.embedding = embedding
    self.landmarks = landmarks
  }
}

/// Which versions and settings made what is there of a track.
public struct Freshness: Sendable, Equatable {
  public struct Rung: Sendable, Equatable {
    public var settings: String
    /// In the store.
    public var path: String
    public var bytes: Int

    /// Whether the file was found not to be what was written.
    ///
    /// No settings are those it is wanted with then, so the next look at an original makes it anew. Until that it is
    /// kept: there may be nothing better.
    public var isDamaged: Bool { settings.isEmpty }
  }

  public var rungs: [String: Rung] = [:]
  public var fingerprint: Int?
  public var analysis: Int?
  public var isSilent = false
  public var embedding: Int?
  public var landmarks: Int?
}

/// A track with all that is known of it.
public struct CatalogueEntry: Sendable, Equatable {
  public var track: TrackRecord
  public var derivatives: Derivatives
  /// The files that hold it, in the order of their paths.
  public var sources: [SourcePath]
  /// What its owner says of it; see `answered`.
  public var overrides: [TrackOverride] = []
}

extension CatalogueEntry {
  /// What to call the track on one line.
  public var name: String {
    let title = track.tags.title ?? sources.first?.name ?? track.id.description
    return track.tags.artists.first.map { "\($0) – \(title)" } ?? title
  }
}

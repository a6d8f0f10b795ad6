import Analysis
import Catalogue
import Sound

/// A track's audio features in thousandths, ready to be written.
struct FeatureLine: Sendable {
  /// The order of the public object's seven perceptual features.
  static let names = [
    "danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness",
    "valence",
  ]

  let id: [UInt8]
  /// By `names`; nil where there is no answer.
  let descriptors: [Int32?]
  let key: Int32?
  let mode: Int32?
  let loudness: Int32?
  let tempo: Int32?
  let tempoConfidence: Int32
  let keyConfidence: Int32
  let alternatives: [(bpm: Int32, confidence: Int32)]
  let milliseconds: Int
  let timeSignature: Int32?
  let version: Int32
  /// The shares of the library's tracks that lie below, in thousandths: tempo, loudness, then `names`.
  var percentiles: [Int16] = []
  /// The part that never changes, written once.
  var isMeasured: Bool { version > 0 }

  init(_ card: TrackCard) {
    id = Array(card.track.description.utf8)
    descriptors = Self.names.map { card.descriptors[$0].flatMap(Self.thousandths) }
    key = card.key.map { Int32($0.tonic.rawValue) }
    mode = card.key.map { $0.mode == .major ? 1 : 0 }
    loudness = card.integrated.flatMap(Self.thousandths)
    tempo = card.bpm.flatMap(Self.thousandths)
    tempoConfidence = Self.thousandths(card.tempoConfidence ?? 0) ?? 0
    keyConfidence = Self.thousandths(card.keyConfidence ?? 0) ?? 0
    alternatives = card.tempoAlternatives.prefix(4).map {
      (Self.thousandths($0.bpm) ?? 0, Self.thousandths($0.confidence) ?? 0)
    }
    milliseconds = Int((card.duration * 1000).rounded())
    timeSignature = card.beatsPerBar.map { Int32($0) }
    version = Int32(card.analysisVersion ?? 0)
  }

  /// What percentiles are of: tempo, loudness, then the seven.
  var ranked: [Int32?] { [tempo, loudness] + descriptors }
  static let rankedNames = ["tempo", "loudness"] + names

  private static func thousandths(_ value: Double) -> Int32? {
    value.isFinite ? Int32(exactly: (value * 1000).rounded()) : nil
  }
}

import Analysis
import Foundation
import Interchange

extension TrackAnalysis {
  /// What similarity and the descriptors are computed from, for the scripts in `Evaluation/`.
  var featureJSON: KeyValuePairs<String, JSONValue> {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let features = features.flatMap { try? encoder.encode($0) }
    return [
      "features": features.map { .document(String(decoding: $0, as: UTF8.self)) } ?? .null
    ]
  }

  /// The place in the similarity space; null for silence.
  var embeddingJSON: JSONValue { .null }
}

import Analysis
import Foundation
import Interchange
import Similarity

extension TrackAnalysis {
  /// What similarity and the descriptors are computed from, for the scripts in `Evaluation/`.
  var featureJSON: KeyValuePairs<String, JSONValue> {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let features = features.flatMap { try? encoder.encode($0) }
    let families = (try? FamilyVectors(of: self)).flatMap { $0 }.flatMap { try? encoder.encode($0) }
    return [
      "features": features.map { .document(String(decoding: $0, as: UTF8.self)) } ?? .null,
      "families": families.map { .document(String(decoding: $0, as: UTF8.self)) } ?? .null,
    ]
  }

  /// The place in the similarity space; null for silence.
  var embeddingJSON: JSONValue {
    guard let embedding = (try? Embedding(of: self)).flatMap({ $0 }) else { return .null }
    return .array(embedding.vector.map { .number(Double($0), places: 6) })
  }
}

import Analysis
import Catalogue
import Ingestion
import Similarity
import Sound

/// Where a seed lies.
struct Place {
  let embedding: Embedding
  let key: Key?

  /// - Throws: `Failure` with `no_embedding` where it lies nowhere, and what the catalogue throws.
  init(_ seed: Seed, in library: Library) throws {
    switch seed {
    case .track(let id):
      let entry = try library.catalogue.entry(id)
      guard let stored = entry?.derivatives.embedding else {
        throw Failure(
          code: "no_embedding",
          description: "The track \(id) is silent or has not been analysed, so nothing is like it.")
      }
      do {
        embedding = try Embedding(vector: stored.vector, version: stored.version)
      } catch {
        throw Failure(
          code: "no_embedding",
          description: "The track \(id) has no place yet: \(error.description)")
      }
      key = entry?.answered.derivatives.analysis?.key?.key
    case .file(let path):
      let analysis = try FileAnalysis(access: library.access).run(path).get()
      guard let embedding = try Embedding(of: analysis) else {
        throw Failure(
          code: "no_embedding", description: "\(path.name) is silent, so nothing is like it.")
      }
      self.embedding = embedding
      key = analysis.key?.key
    }
  }
}

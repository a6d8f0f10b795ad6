import Foundation
import Ingestion
public import Sound

/// Vectors of another model as JSON lines: {"track":"id or path","vector":[…]}.
public struct VectorLines: Sendable {
  public let vectors: [(track: TrackID, vector: [Float])]
  /// Lines about tracks that the library does not have.
  public let unknown: Int

  /// - Parameters:
  ///   - text: of the whole file; empty lines are passed over.
  ///   - resolve: the track that a name means; nil for none.
  /// - Throws: `Failure` with `invalid_vectors` and the number of the first line that is none, has
  ///   another length than those before, or holds a value that is no number; and what `resolve` throws.
  public init(_ text: String, resolve: (String) throws -> TrackID?) throws {
    var (vectors, unknown): ([(track: TrackID, vector: [Float])], Int) = ([], 0)
    var length: Int?
    for (number, row) in JSONLines.rows(of: text, as: Row.self) {
      guard let row, !row.vector.isEmpty,
        row.vector.allSatisfy(\.isFinite)
      else {
        throw Failure(
          code: "invalid_vectors",
          description: "Line \(number) is not {\"track\":…,\"vector\":[…]}.")
      }
      guard row.vector.count == length ?? row.vector.count else {
        throw Failure(
          code: "invalid_vectors",
          description: "Line \(number) has \(row.vector.count) numbers where the first has "
            + "\(length ?? 0).")
      }
      length = row.vector.count
      guard let track = try resolve(row.track) else {
        unknown += 1
        continue
      }
      vectors.append((track: track, vector: row.vector))
    }
    self.vectors = vectors
    self.unknown = unknown
  }

  private struct Row: Decodable {
    let track: String
    let vector: [Float]
  }
}

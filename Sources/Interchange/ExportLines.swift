public import Catalogue
import Foundation
import Ingestion
public import Sound

/// What people said of tracks, out of the JSON lines of `assonance export --format jsonl`.
///
/// Of a line only `track` and `overrides` count: everything else was measured or read from a file, and an ingest of
/// the same audio finds it again.
public struct ExportLines: Sendable {
  /// Of each track that the library has, in the order of the lines.
  public let overrides: [(track: TrackID, stated: [TrackOverride])]
  /// Lines about tracks that the library does not have.
  public let unknown: Int

  /// - Parameters:
  ///   - text: of the whole file; empty lines are passed over.
  ///   - holds: whether the library has a track.
  /// - Throws: `Failure` with `invalid_export` and the number of the first line that is none, and what
  ///   `holds` throws.
  public init(_ text: String, holds: (TrackID) throws -> Bool) throws {
    var (overrides, unknown): ([(track: TrackID, stated: [TrackOverride])], Int) = ([], 0)
    for (number, row) in JSONLines.rows(of: text, as: Row.self) {
      guard let row,
        let track = TrackID(row.track)
      else {
        throw Failure(
          code: "invalid_export",
          description: "Line \(number) is not of `assonance export --format jsonl`.")
      }
      let stated = try (row.overrides ?? [:]).sorted { $0.key < $1.key }.map { name, value in
        do throws(OverrideError) {
          return try TrackOverride(name, value.value.text)
        } catch {
          throw Failure(
            code: "invalid_export", description: "Line \(number): \(error.description)")
        }
      }
      if try holds(track) {
        overrides.append((track: track, stated: stated))
      } else {
        unknown += 1
      }
    }
    self.overrides = overrides
    self.unknown = unknown
  }

  private struct Row: Decodable {
    struct Override: Decodable { let value: Value }

    let track: String
    let overrides: [String: Override]?
  }

  /// A number or a text.
  private struct Value: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
        return
      }
      let number = try container.decode(Double.self)
      text = Int(exactly: number).map(String.init) ?? "\(number)"
    }
  }
}

import Foundation
import Ingestion
public import Retrieval
public import Sound

/// A player's log as JSON lines: {"track":…,"at":…,"skipped":true}.
///
/// `track` is whatever `resolve` understands; `at` is a time by ISO 8601 or in seconds since 1970;
/// `skipped` may be left out.
public struct PlayLog: Sendable, Equatable {
  public let plays: [Play]
  /// Lines about tracks that the library does not have.
  public let unknown: Int

  /// - Parameters:
  ///   - text: of the whole log; empty lines are passed over.
  ///   - resolve: the track that a name means; nil for none.
  /// - Throws: `Failure` with `invalid_log` and the number of a line that is none, and what `resolve`
  ///   throws.
  public init(_ text: String, resolve: (String) throws -> TrackID?) throws {
    var (plays, unknown): ([Play], Int) = ([], 0)
    for (number, row) in JSONLines.rows(of: text, as: Row.self) {
      guard let row,
        let at = row.at.seconds
      else {
        throw Failure(
          code: "invalid_log",
          description: "Line \(number) of the log is not {\"track\":…,\"at\":…}.")
      }
      guard let track = try resolve(row.track) else {
        unknown += 1
        continue
      }
      plays.append(Play(track, at: at, isSkipped: row.skipped ?? false))
    }
    self.plays = plays
    self.unknown = unknown
  }

  private struct Row: Decodable {
    let track: String
    let at: Moment
    let skipped: Bool?
  }

  /// A text by ISO 8601, or a number.
  private enum Moment: Decodable {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    var seconds: Double? {
      switch self {
      case .number(let seconds): return seconds.isFinite ? seconds : nil
      case .text(let text):
        let formatter = ISO8601DateFormatter()
        if let date = formatter.date(from: text) { return date.timeIntervalSince1970 }
        formatter.formatOptions.insert(.withFractionalSeconds)
        return formatter.date(from: text)?.timeIntervalSince1970
      }
    }
  }
}

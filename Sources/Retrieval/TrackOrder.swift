import Analysis
public import Catalogue
public import Ingestion
import Similarity
public import Sound

/// An order for given tracks: each once, from one to the next with small steps in sound, tempo and
/// key, and the energy on a chosen course.
public struct TrackOrder: Sendable {
  /// The course of energy through the list.
  public enum Arc: String, Sendable, CaseIterable {
    /// No course.
    case none
    /// From the calmest to the most intense.
    case rising
    /// From the most intense to the calmest.
    case falling
    /// Up to two thirds of the list, then down.
    case peak
  }

  /// What an order came to, beside the order that was given.
  public struct Figures: Sendable, Equatable {
    /// Mean distance from track to track.
    public var step: Double
    /// Transitions between two known keys that do not mix.
    public var clashes: Int
    /// Mean change of tempo, in percent, octaves alike; nil without two tempi in a row.
    public var tempoChange: Double?
    /// Mean distance of the energies' ranks from the course, 0…1; nil without a course.
    public var offCourse: Double?
  }

  public struct Answer: Sendable {
    public let tracks: [CatalogueEntry]
    public let figures: Figures
    public let before: Figures
  }

  public var tracks: [TrackID]
  public var arc = Arc.none
  /// Whether clashing keys weigh as much as a step between strangers.
  public var isHarmonic = false
  /// Whether the first track stays the first.
  public var keepsFirst = false

  public init(_ tracks: [TrackID]) { self.tracks = tracks }

  /// Finds the order; a track that is named twice is there once.
  ///
  /// Silent tracks and those without an answer stand where they cost least. Time and memory grow with the
  /// square of the number of tracks; improvement stops after some seconds.
  ///
  /// - Throws: `Failure` with `no_such_track`, and what the catalogue throws.
  public func run(in library: Library) throws -> Answer {
    var seen: Set<TrackID> = []
    let distinct = tracks.filter { seen.insert($0).inserted }
    let entries = try distinct.map { track in
      guard let entry = try library.catalogue.entry(track) else {
        throw Failure(
          code: "no_such_track", description: "The library has no track \(track).")
      }
      return entry
    }
    let cost = TransitionCosts(entries, arc: arc, isHarmonic: isHarmonic)
    let given = Array(entries.indices)
    let found = cost.improved(cost.greedy(keepsFirst: keepsFirst), keepsFirst: keepsFirst)
    return Answer(
      tracks: found.map { entries[$0] }, figures: cost.figures(of: found),
      before: cost.figures(of: given))
  }
}

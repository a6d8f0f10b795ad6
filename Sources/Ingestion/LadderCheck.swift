import Analysis
import Catalogue
import Decoding
public import Ladder
public import Sound

/// Decodes renditions of the library and holds each against its source.
public struct LadderCheck: Sendable {
  /// What was found of one track.
  public struct Outcome: Sendable {
    public let track: TrackID
    public let reports: [VerificationReport]
    /// Why the track could not be checked: no original, or a rendition that does not decode.
    public let failure: Failure?

    /// Every rendition was checked and holds what its source holds.
    public var isSound: Bool { failure == nil && reports.allSatisfy(\.isSound) }
  }

  /// Tracks at a time.
  public var jobs: Int

  public init(jobs: Int) { self.jobs = jobs }

  /// Checks `tracks` and calls `report` with each outcome.
  ///
  /// - Throws: `CatalogueError` and `CancellationError`.
  public func run(
    _ tracks: [TrackID], in library: Library, report: (Outcome) -> Void
  ) async throws {
    try await SideBySide.run(tracks, width: jobs, { try check($0, in: library) }, report: report)
  }

  private func check(_ track: TrackID, in library: Library) throws -> Outcome {
    do {
      let renditions = try library.catalogue.entry(track)?.derivatives.renditions ?? []
      var last = Failure(
        code: "original_missing", description: "No original of \(track) is where it was.")
      for place in try KeptOriginals.places(of: track, in: library) {
        do {
          var reader = try library.access.reader(place)
          let reports = try Verification.reports(
            on: renditions, in: library.store, against: &reader)
          // What was edited since says nothing about renditions of what it was.
          guard try reader.finish().trackID == track else {
            last = .originalChanged(place.name)
            continue
          }
          return Outcome(track: track, reports: reports, failure: nil)
        } catch Decoding.DecodingError.fault(.notFound, _) {
          continue
        } catch let error as Decoding.DecodingError {
          last = Failure(error)
        }
      }
      throw last
    } catch let error as CatalogueError {
      throw error
    } catch {
      return Outcome(track: track, reports: [], failure: Failure(error))
    }
  }
}

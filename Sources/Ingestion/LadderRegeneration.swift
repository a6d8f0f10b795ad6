import Analysis
import Catalogue
import Decoding
public import Ladder
public import Sound

/// Makes rungs anew from the originals, only where the profile or the encoder changed.
public struct LadderRegeneration: Sendable {
  /// What came of one track.
  public struct Outcome: Sendable {
    public let track: TrackID
    /// The rungs that were written; empty where nothing was out of date.
    public let rungs: [String]
    public let failure: Failure?
  }

  public var profile: LadderProfile
  /// Names of rungs; nil for all of the profile's.
  public var rungs: Set<String>?
  /// Whether rungs that are up to date are made too.
  public var isForced = false
  /// Tracks at a time.
  public var jobs: Int

  public init(profile: LadderProfile, jobs: Int) {
    self.profile = profile
    self.jobs = jobs
  }

  /// Works on `tracks` and calls `report` with each outcome.
  ///
  /// - Throws: `CatalogueError`, `Failure` with `disk_full` or `storage_failed`, `CancellationError`.
  public func run(
    _ tracks: [TrackID], in library: Library, report: (Outcome) -> Void
  ) async throws {
    try await SideBySide.run(
      tracks, width: jobs, { try regenerate($0, in: library) }, report: report)
  }

  private func regenerate(_ track: TrackID, in library: Library) throws -> Outcome {
    let wanted = profile.rungs.filter { rungs?.contains($0.name) ?? true }
    var needs = Needs(
      try library.catalogue.freshness(of: track), rungs: wanted, store: library.store,
      force: isForced ? [.ladder] : [])
    (needs.fingerprint, needs.analysis, needs.embedding) = (false, false, false)
    guard !needs.rungs.isEmpty else { return Outcome(track: track, rungs: [], failure: nil) }
    do {
      let names = try encode(track, needs, in: library)
      return Outcome(track: track, rungs: names, failure: nil)
    } catch let error as CancellationError {
      throw error
    } catch let error as CatalogueError {
      throw error
    } catch {
      let failure = Failure(error)
      if failure.isOfLibrary { throw failure }
      return Outcome(track: track, rungs: [], failure: failure)
    }
  }

  private func encode(_ track: TrackID, _ needs: Needs, in library: Library) throws -> [String] {
    guard let entry = try library.catalogue.entry(track) else {
      throw Failure(code: "no_such_track", description: "There is no track \(track).")
    }
    var last = Failure(
      code: "original_missing", description: "No original of \(entry.name) is where it was.")
    for place in try KeptOriginals.places(of: track, in: library) {
      do {
        var pass = try TrackPass(place, needs: needs, store: library.store)
        // Another recording under the old name would make a rendition of something else.
        guard pass.report.trackID == track else {
          last = Failure(
            code: "original_changed",
            description: "\(place.name) no longer holds what it held when it was ingested.")
          continue
        }
        var tags = FileTagging.read(place)
        tags.tags = entry.track.tags
        let renditions = try pass.publishLadder(
          of: place, tags: tags.renditionTags(profile: profile, loudness: entry.loudness))
        try library.catalogue.record(Derivatives(renditions: renditions), of: track)
        return renditions.map(\.rung)
      } catch Decoding.DecodingError.fault(.notFound, _) {
        continue
      } catch let error as Decoding.DecodingError {
        last = Failure(error)
      }
    }
    throw last
  }
}

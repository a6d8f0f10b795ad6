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
    do {
      var names = needs.rungs.isEmpty ? [] : try encode(track, needs.rungs, in: library)
      // The profile's limits for covers, or the file that speaks for the track, may have changed too.
      let headers = try Retagging(library: library, profile: profile).run(track)
      names += headers.rungs
      let damaged = Set(headers.damaged.map(\.rung))
      let again = profile.rungs.filter { damaged.contains($0.name) }
      if !again.isEmpty { names += try encode(track, again, in: library) }
      // What the profile has no rung for cannot be made.
      let failure = headers.damaged.first { !names.contains($0.rung) }?.failure
      return Outcome(track: track, rungs: names, failure: failure)
    } catch {
      return Outcome(track: track, rungs: [], failure: try Failure.ofFile(error))
    }
  }

  private func encode(
    _ track: TrackID, _ rungs: [Rung], in library: Library
  ) throws -> [String] {
    var last = Failure(
      code: "original_missing", description: "No original of \(track) is where it was.")
    let tags = try Retagging(library: library, profile: profile).tags(of: track)
    for place in try KeptOriginals.places(of: track, in: library) {
      do {
        var costs = StageCosts()
        let renditions = try LadderPass.run(
          place, as: track, rungs: rungs, tags: tags, in: library, costs: &costs)
        try library.catalogue.record(Derivatives(renditions: renditions), of: track)
        return renditions.map(\.rung)
      } catch Decoding.DecodingError.fault(.notFound, _) {
        continue
      } catch let error as Decoding.DecodingError {
        last = Failure(error)
      } catch let error as Failure where error.code == "original_changed" {
        last = error
      }
    }
    throw last
  }
}

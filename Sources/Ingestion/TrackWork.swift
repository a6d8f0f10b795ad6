import Analysis
import Catalogue
import Decoding
import Fingerprinting
import Ladder
import Similarity
import Sound

/// Makes what a track lacks out of a file that holds it.
struct TrackWork {
  let library: Library
  let profile: LadderProfile
  var progress: WorkProgress.Listener?

  /// Measures, encodes, verifies and publishes what is needed; nothing is committed to the catalogue yet.
  ///
  /// `pass` is what was measured of the file before, and afterwards also what had to be measured now.
  func derive(
    _ needs: Needs, of track: TrackID, from path: SourcePath, after pass: inout SourcePass?,
    newcomer: (record: SourceRecord, tagging: FileTagging)? = nil, costs: inout StageCosts
  ) throws -> Derivatives {
    if let pass { costs += pass.costs }
    if needs.needsMeasuring, pass?.fingerprint == nil, pass?.analysis == nil,
      pass?.landmarks == nil
    {
      let again = try SourcePass(path, needs: needs, by: library.access, progress: progress)
      guard again.report.trackID == track else {
        throw Failure.originalChanged(path.name)
      }
      costs += again.costs
      pass = again
    }
    var derivatives = Derivatives(
      fingerprint: needs.fingerprint ? pass?.fingerprint : nil,
      fingerprintVersion: Fingerprint.version, analysis: needs.analysis ? pass?.analysis : nil,
      landmarks: needs.landmarks ? pass?.landmarks : nil)
    if let analysis = derivatives.analysis {
      derivatives.embedding = try Self.embedding(analysis)
    } else if needs.embedding {
      derivatives.embedding = try storedEmbedding(of: track)
    }
    if !needs.rungs.isEmpty {
      derivatives.renditions = try LadderPass.run(
        path, as: track, rungs: needs.rungs,
        tags: try Retagging(library: library, profile: profile).tags(
          of: track, with: newcomer, loudness: derivatives.analysis?.loudness),
        in: library, costs: &costs, progress: progress)
    }
    return derivatives
  }

  /// The same for a file that nothing was measured of before.
  func derive(_ needs: Needs, of track: TrackID, from path: SourcePath) throws -> Derivatives {
    var costs = StageCosts()
    var pass: SourcePass?
    return try derive(needs, of: track, from: path, after: &pass, costs: &costs)
  }

  /// - Throws: `original_changed` where the file at `path` does not hold a track, and what is wrong with it.
  func require(_ track: TrackID, at path: SourcePath) throws {
    let pass = try SourcePass(path, needs: Needs(nothing: ()), by: library.access)
    guard pass.report.trackID == track else { throw Failure.originalChanged(path.name) }
  }

  /// A place in the similarity space by what is stored of a track.
  private func storedEmbedding(of track: TrackID) throws -> EmbeddingRecord? {
    guard var analysis = try library.catalogue.entry(track)?.derivatives.analysis else {
      return nil
    }
    analysis.features = try library.catalogue.features(of: track)
    return try Self.embedding(analysis)
  }

  private static func embedding(_ analysis: TrackAnalysis) throws -> EmbeddingRecord? {
    try Embedding(of: analysis).map {
      EmbeddingRecord(version: $0.version, vector: $0.vector)
    }
  }
}

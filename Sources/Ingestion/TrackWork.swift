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
      let again = try SourcePass(path, needs: needs, by: library.access)
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
        in: library, costs: &costs)
    }
    return derivatives
  }

  /// Makes everything that a track of the catalogue lacks, and commits it.
  ///
  /// - Throws: what is wrong with the file at `path`, and what the rooms throw.
  func complete(_ track: TrackID, from path: SourcePath) throws {
    let needs = Needs(
      try library.catalogue.freshness(of: track), rungs: profile.rungs, store: library.store,
      force: [])
    var costs = StageCosts()
    var pass: SourcePass?
    let derivatives = try derive(needs, of: track, from: path, after: &pass, costs: &costs)
    try library.catalogue.record(derivatives, of: track)
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

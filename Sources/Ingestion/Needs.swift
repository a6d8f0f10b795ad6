import Analysis
import Catalogue
import Fingerprinting
import Ladder
import Similarity
import Sound

/// What is missing or out of date of a track.
struct Needs {
  var rungs: [Rung]
  var fingerprint: Bool
  var analysis: Bool
  /// What the track is recognised by.
  var landmarks: Bool
  /// The place in the similarity space alone: no audio is needed for it.
  var embedding: Bool

  /// Everything.
  init(all rungs: [Rung]) {
    self.rungs = rungs
    (fingerprint, analysis, landmarks, embedding) = (true, true, true, true)
  }

  /// Nothing but to know which track it is.
  init(nothing: Void) {
    rungs = []
    (fingerprint, analysis, landmarks, embedding) = (false, false, false, false)
  }

  /// What a track lacks under a profile.
  init(_ freshness: Freshness, rungs: [Rung], store: FolderStore, force: Set<Stage>) {
    self.rungs = rungs.filter { rung in
      guard !force.contains(.ladder), let made = freshness.rungs[rung.name] else { return true }
      return made.settings != rung.settingsDigest || store.size(of: made.path) != made.bytes
    }
    fingerprint =
      force.contains(.fingerprint) || freshness.fingerprint != Fingerprint.version
    analysis = force.contains(.analysis) || freshness.analysis != AnalysisVersion.current
    landmarks =
      force.contains(.fingerprint) || freshness.landmarks != Landmarks.version
    embedding =
      analysis || (!freshness.isSilent && freshness.embedding != SpaceVersion.current)
  }

  var isEmpty: Bool { rungs.isEmpty && !needsMeasuring && !embedding }
  /// Whether the fingerprint, the analysis or the landmarks are to be made.
  var needsMeasuring: Bool { fingerprint || analysis || landmarks }
}

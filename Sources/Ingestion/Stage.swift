/// What an ingest derives from a track.
public enum Stage: String, Sendable, CaseIterable, Codable {
  case ladder, fingerprint, analysis
}

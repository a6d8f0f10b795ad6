/// The version of everything in this room that changes an output: a change to any constant is a new version,
/// and what older versions stored is computed anew.
public enum AnalysisVersion {
  public static let current = 11
}

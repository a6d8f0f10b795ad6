/// The version of the similarity space: a change to anything that moves a vector is a new version.
///
/// Vectors of different versions are never compared.
public enum SpaceVersion {
  public static let current = 3
}

/// The program's version, as `assonance --version` prints it and renditions carry it.
public enum AssonanceVersion {
  public static let current = "0.1.0"
}

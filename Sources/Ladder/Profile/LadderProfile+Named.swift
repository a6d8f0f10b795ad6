import Foundation

extension LadderProfile {
  /// The profile `NAME.yaml` of the first of `folders` that has one, else the one that is built in
  /// under that name.
  ///
  /// - Parameters:
  ///   - name: also the path of a file, where it ends in `.yaml` or `.yml`.
  ///   - folders: in the order in which they are searched.
  /// - Returns: the profile.
  /// - Throws: `LadderError.profileNotFound`, or what is wrong with the file.
  public static func named(
    _ name: String, searching folders: [String]
  ) throws(LadderError) -> LadderProfile {
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      guard let text = Self.text(of: name) else {
        throw .profileNotFound(name: name, searched: [name])
      }
      return try LadderProfile(yaml: text)
    }
    // A name is a name, not a way out of the folders.
    guard !name.contains("/") else { throw .profileNotFound(name: name, searched: folders) }
    for folder in folders {
      if let text = Self.text(of: "\(folder)/\(name).yaml") { return try LadderProfile(yaml: text) }
    }
    guard name == "spotify" else { throw .profileNotFound(name: name, searched: folders) }
    return try LadderProfile(yaml: spotifyText)
  }

  private static func text(of path: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

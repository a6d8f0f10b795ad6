import Foundation
public import Sound

/// A folder of bad inputs, and what should become of each.
///
/// It holds links in circles, FIFOs, a file nobody may read and names of every kind, so that it does
/// not survive most archives: it is written where it is used, byte by byte the same.
public enum HostileFolder {
  /// What the system would not let be written.
  public struct WritingFailed: Error {
    public let path: SourcePath
    public let errno: Int32
  }

  /// Writes the folder; `path` must not exist or be empty.
  ///
  /// - Parameters:
  ///   - path: where.
  ///   - includesLarge: whether sparse files of some GB are among it, which take no room on the disk
  ///     but time to read.
  /// - Throws: `WritingFailed`, or what the system says of a folder that cannot be made.
  /// - Returns: a verdict for each entry, in the order of writing.
  public static func write(
    to path: String, includesLarge: Bool = false
  ) throws -> [ExpectedVerdict] {
    var folder = FolderBuilder(root: SourcePath(path))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try folder.addWaves()
    try folder.addWaveHeaders()
    try folder.addLargeWaves()
    try folder.addSamples()
    try folder.addFLACs()
    try folder.addFLACMetadata()
    try folder.addOgg()
    try folder.addAIFF()
    try folder.addLossy()
    try folder.addTags()
    try folder.addPictures()
    try folder.addImpostors()
    try folder.addNames()
    try folder.addEntries()
    if includesLarge { try folder.addSparse() }
    return folder.verdicts
  }

  /// Gives back the rights that were taken, so that the folder can be removed.
  public static func unlock(_ path: String) {
    for name in FolderBuilder.locked {
      try? FileManager.default.setAttributes(
        [.posixPermissions: 0o700], ofItemAtPath: path + "/" + name)
    }
  }
}

import Foundation

/// A folder that is removed when its owner lets go of it.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() throws {
    path = FileManager.default.temporaryDirectory.path + "/assonance-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `bytes` to a file of the folder and returns its path.
  public func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Paths of all files in the folder, relative to it, in order.
  public var files: [String] {
    let all = FileManager.default.subpaths(atPath: path) ?? []
    return all.filter {
      var isFolder: ObjCBool = false
      _ = unsafe FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isFolder)
      return !isFolder.boolValue
    }.sorted()
  }
}

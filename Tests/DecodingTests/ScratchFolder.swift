import Foundation
import Sound

/// A folder of its own for a test, removed with it.
final class ScratchFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "decoding-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> SourcePath { SourcePath(url.appending(path: name).path) }

  /// Writes `bytes` to the file `name`.
  @discardableResult
  func write(_ bytes: [UInt8], as name: String = "a.bin") throws -> SourcePath {
    try Data(bytes).write(to: url.appending(path: name))
    return path(name)
  }
}

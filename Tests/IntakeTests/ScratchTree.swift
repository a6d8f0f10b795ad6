import Foundation
import Glibc
import Sound

/// A folder of its own for a test, removed with it.
final class ScratchTree {
  let url: URL
  var path: SourcePath { SourcePath(url.path) }

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "intake-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func file(_ name: String, _ bytes: [UInt8] = Array("RIFF\0\0\0\0WAVE".utf8)) throws -> SourcePath
  {
    let target = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: target)
    return SourcePath(target.path)
  }

  func folder(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appending(path: name), withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) {
    _ = unsafe symlink(target, url.appending(path: name).path)
  }
}

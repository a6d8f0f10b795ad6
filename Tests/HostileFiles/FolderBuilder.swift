import Foundation
import Glibc
import Sound

/// Writes one entry after the other and notes the verdicts.
struct FolderBuilder {
  let root: SourcePath
  var verdicts: [ExpectedVerdict] = []
  var sounds = Sounds()

  /// What only its owner's rights stand in the way of.
  static let locked = ["unreadable.wav", "locked"]

  init(root: SourcePath) { self.root = root }

  mutating func add(
    _ name: String, _ bytes: [UInt8], _ what: String, _ verdict: Verdict
  ) throws {
    try add(name: Array(name.utf8), bytes, what, verdict)
  }

  mutating func add(
    name: [UInt8], _ bytes: [UInt8], _ what: String, _ verdict: Verdict
  ) throws {
    let path = root.appending(name)
    let flags = O_CREAT | O_WRONLY | O_TRUNC
    let descriptor = unsafe open(Self.text(path), flags, 0o644)
    guard descriptor >= 0 else { throw HostileFolder.WritingFailed(path: path, errno: errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw HostileFolder.WritingFailed(path: path, errno: errno) }
      rest = rest.dropFirst(count)
    }
    note(name, what, verdict)
  }

  /// A file of `size` bytes that begins with `bytes` and is full of holes.
  mutating func addSparse(
    _ name: String, _ bytes: [UInt8], size: Int, _ what: String, _ verdict: Verdict
  ) throws {
    try add(name, bytes, what, verdict)
    let path = root.appending(Array(name.utf8))
    guard unsafe truncate(Self.text(path), size) == 0 else {
      throw HostileFolder.WritingFailed(path: path, errno: errno)
    }
  }

  mutating func note(_ name: String, _ what: String, _ verdict: Verdict) {
    note(Array(name.utf8), what, verdict)
  }

  private mutating func note(_ name: [UInt8], _ what: String, _ verdict: Verdict) {
    verdicts.append(
      ExpectedVerdict(
        path: SourcePath(bytes: name), what: what, state: verdict.state, code: verdict.code,
        warnings: verdict.warnings, isDuplicate: verdict.isDuplicate))
  }

  func url(_ name: String) -> String { root.description + "/" + name }

  static func text(_ path: SourcePath) -> [CChar] { path.bytes.map { CChar(bitPattern: $0) } + [0] }
}

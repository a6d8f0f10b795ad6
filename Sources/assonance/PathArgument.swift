import Sound
import Synchronization

/// Paths of the command line with the bytes that they came with.
///
/// A name that is not UTF-8 reaches the parser with its odd bytes replaced, and no file has that name.
enum PathArgument {
  /// How often each text that stands for several arguments was asked for.
  private static let asked = Mutex<[String: Int]>([:])

  /// The path that an argument was before it became text.
  ///
  /// Different names that read the same are given in the order in which they were written.
  static func path(_ text: String) -> SourcePath {
    guard text.unicodeScalars.contains("\u{FFFD}") else { return SourcePath(text) }
    let meant = raw.filter { String(decoding: $0, as: UTF8.self) == text }
    guard !meant.isEmpty else { return SourcePath(text) }
    let turn = asked.withLock { counts in
      defer { counts[text, default: 0] += 1 }
      return counts[text, default: 0]
    }
    return SourcePath(bytes: meant[turn % meant.count])
  }

  private static let raw: [[UInt8]] = (0..<Int(CommandLine.argc)).compactMap { index in
    guard let argument = unsafe CommandLine.unsafeArgv[index] else { return nil }
    var bytes: [UInt8] = []
    var next = unsafe argument
    while unsafe next.pointee != 0 {
      unsafe bytes.append(UInt8(bitPattern: next.pointee))
      unsafe next += 1
    }
    return bytes
  }
}

internal import Crypto
public import Sound

/// The SHA-256 of a file's bytes.
public struct SourceDigest: Sendable, Hashable, CustomStringConvertible {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// - Precondition: `bytes` are 32.
  public init(bytes: [UInt8]) {
    precondition(bytes.count == SHA256.byteCount, "a SHA-256 has 32 bytes")
    self.bytes = bytes
  }

  /// 64 hexadecimal digits, as `sha256sum` prints them.
  public var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Reads the whole file at `path` in pieces of 1 MiB.
  ///
  /// - Throws: `changed_while_reading` where the file's size or time of change moved meanwhile.
  public static func digest(of path: SourcePath) throws(IntakeError) -> (Self, FileStamp) {
    do throws(FileFault) {
      let file = try RegularFile(path)
      var hash = SHA256()
      // 1 MiB: fewer system calls gain nothing measurable past 256 KiB.
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      var offset = 0
      while true {
        let length = try file.read(at: offset, into: &buffer)
        unsafe buffer.withUnsafeBytes { raw in
          unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: raw[..<length]))
        }
        offset += length
        if length < buffer.count { break }
        // A file that grows as fast as it is read would never end.
        if offset > file.stamp.size { throw .changedWhileReading }
      }
      let now = try file.currentStamp()
      guard now.sameContent(as: file.stamp), offset == now.size else { throw .changedWhileReading }
      return (Self(bytes: Array(hash.finalize())), file.stamp)
    } catch {
      throw IntakeError.fault(error, path)
    }
  }
}

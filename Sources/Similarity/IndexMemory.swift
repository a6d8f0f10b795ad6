import Foundation

/// The bytes of an index, at an address that stays: mapped from a file, or allocated to be filled.
///
/// Whoever fills it does so alone, before it is handed to readers; from then on nobody writes.
@safe final class IndexMemory: @unchecked Sendable {
  let bytes: UnsafeMutableRawBufferPointer
  private let isMapped: Bool

  /// `byteCount` zeros.
  init(byteCount: Int) {
    unsafe bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    isMapped = false
  }

  /// The file at `path`, read as it is asked for.
  ///
  /// - Throws: `missing`, `io` or `notAnIndex`.
  init(mapping path: String) throws(IndexFault) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw errno == ENOENT ? .missing : .io(errno) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .io(errno) }
    let size = Int(status.st_size)
    guard size >= IndexLayout.headerBytes else { throw .notAnIndex }
    guard
      let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0),
      unsafe address != MAP_FAILED
    else { throw .io(errno) }
    unsafe bytes = UnsafeMutableRawBufferPointer(start: address, count: size)
    isMapped = true
  }

  deinit {
    if isMapped {
      unsafe munmap(bytes.baseAddress, bytes.count)
    } else {
      unsafe bytes.deallocate()
    }
  }

  var count: Int { unsafe bytes.count }

  /// The first bytes, copied.
  func prefix(_ count: Int) -> [UInt8] { unsafe Array(bytes.prefix(count)) }

  /// The checksum of everything behind the header.
  ///
  /// Four lanes of (h ⊕ w) · p over 64-bit words, p odd: each step is one to one, so a change within
  /// one word always shows; changes in several go unseen once in 2⁶⁴. Against accidents, not malice.
  var checksum: UInt64 {
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
    let prime: UInt64 = 0x9E37_79B9_7F4A_7C15  // 2⁶⁴ / golden ratio, odd
    var offset = IndexLayout.headerBytes
    let end = unsafe bytes.count
    while offset + 32 <= end {
      lanes.0 =
        unsafe (lanes.0 ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        &* prime
      lanes.1 =
        unsafe (lanes.1 ^ bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
        &* prime
      lanes.2 =
        unsafe (lanes.2 ^ bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
        &* prime
      lanes.3 =
        unsafe (lanes.3 ^ bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
        &* prime
      offset += 32
    }
    var sum = lanes.0
    for lane in [lanes.1, lanes.2, lanes.3] { sum = (sum ^ (sum >> 29) ^ lane) &* prime }
    while offset < end {
      sum = unsafe (sum ^ UInt64(bytes[offset])) &* prime
      offset += 1
    }
    return sum
  }

  /// Writes all of it beside `path`, syncs, and renames: at any instant there is the old file or the
  /// new one.
  ///
  /// - Throws: `io`; then the old file stays, and nothing is left beside it.
  func publish(at path: String) throws(IndexFault) {
    let draft = path + ".\(getpid()).new"
    let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .io(errno) }
    do throws(IndexFault) {
      var done = 0
      while done < count {
        let wrote = unsafe write(file, bytes.baseAddress.map { unsafe $0 + done }, count - done)
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else { throw .io(errno) }
        done += wrote
      }
      guard fsync(file) == 0 else { throw .io(errno) }
      guard unsafe rename(draft, path) == 0 else { throw .io(errno) }
    } catch {
      close(file)
      unsafe unlink(draft)
      throw error
    }
    close(file)
    let folder = unsafe open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }
}

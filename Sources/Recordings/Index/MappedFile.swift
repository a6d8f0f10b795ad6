import Glibc
import Synchronization

/// A file whose bytes are read where the system keeps them.
@safe final class MappedFile: Sendable {
  let path: String
  let count: Int
  // Read only, and unmapped with its owner.
  private nonisolated(unsafe) let start: UnsafeRawPointer
  /// What `touch` read: a result that nobody could see need not be computed.
  private let touched = Atomic<UInt8>(0)

  /// - Throws: `storage`; `damaged` for an empty file, which none of the index is.
  init(_ path: String) throws(RecordingsError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .storage(operation: "open", path: path, errno: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .storage(operation: "read", path: path, errno: errno)
    }
    guard status.st_size > 0 else { throw .damaged(path: path, offset: 0) }
    let address = unsafe mmap(nil, status.st_size, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .storage(operation: "map", path: path, errno: errno)
    }
    // Look-ups jump: reading ahead would fetch thirty pages for each that is wanted.
    unsafe madvise(address, status.st_size, MADV_RANDOM)
    self.path = path
    count = status.st_size
    unsafe start = UnsafeRawPointer(address)
  }

  deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: start), count) }

  /// Calls `body` with some of the bytes.
  ///
  /// - Precondition: `range` lies within the file.
  func read<R>(_ range: Range<Int>, _ body: (Span<UInt8>) -> R) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "within the file")
    let bytes = unsafe Span<UInt8>(
      _unsafeStart: (start + range.lowerBound).assumingMemoryBound(to: UInt8.self),
      count: range.count)
    return body(bytes)
  }

  /// The number of `width` bytes at `offset`, low byte first; 0 for what lies beyond the end.
  func number(at offset: Int, width: Int) -> Int {
    guard offset >= 0, offset + width <= count else { return 0 }
    return read(offset..<offset + width) { bytes in
      var value = 0
      for i in 0..<width { value |= Int(bytes[i]) << (8 * i) }
      return value
    }
  }

  /// The number of eight bytes at `offset`, low byte first; 0 for what lies beyond the end.
  func long(at offset: Int) -> Int {
    guard offset >= 0, offset + 8 <= count else { return 0 }
    return Int(littleEndian: unsafe start.loadUnaligned(fromByteOffset: offset, as: Int.self))
  }

  /// Reads a byte at each of the places, so that what lies there is near when it is asked for.
  @inline(never)
  func touch(_ places: [Int]) {
    var sum: UInt8 = 0
    for place in places where place >= 0 && place < count {
      sum &+= unsafe start.load(fromByteOffset: place, as: UInt8.self)
    }
    touched.store(sum, ordering: .relaxed)
  }
}

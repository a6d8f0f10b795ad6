internal import Glibc
internal import Sound

/// The names in one folder, in byte order, packed: a folder of 200 000 files takes about 10 MB.
struct FolderListing {
  private var bytes: [UInt8] = []
  /// The start of each name in `bytes`, in the order of the names.
  private var starts: [Int32] = []
  private var position = 0

  /// Reads the folder at `path`, following a link to it.
  init(_ path: SourcePath) throws(FileFault) {
    let handle = try FolderHandle(path)
    while let name = try handle.nextName() {
      if name == [0x2E] || name == [0x2E, 0x2E] || AudioNames.isLitter(name) { continue }
      // A listing past 2 GB of names would not fit the offsets.
      guard bytes.count + name.count < Int(Int32.max) - 1 else { throw .io(EOVERFLOW) }
      starts.append(Int32(bytes.count))
      bytes.append(contentsOf: name)
      bytes.append(0)
    }
    let names = bytes
    starts.sort { a, b in
      Self.precedes(names, Int(a), Int(b))
    }
  }

  /// The next name, or nil at the end.
  mutating func next() -> ArraySlice<UInt8>? {
    guard position < starts.count else { return nil }
    let start = Int(starts[position])
    position += 1
    return bytes[start...].prefix { $0 != 0 }
  }

  /// Whether the name at `a` comes before the one at `b`; both end with a NUL, which no name holds.
  private static func precedes(_ names: [UInt8], _ a: Int, _ b: Int) -> Bool {
    var a = a
    var b = b
    while names[a] == names[b], names[a] != 0 {
      a += 1
      b += 1
    }
    return names[a] < names[b]
  }
}

/// One open folder.
@safe private struct FolderHandle: ~Copyable {
  private let stream: OpaquePointer

  init(_ path: SourcePath) throws(FileFault) {
    var name = path.bytes.map { CChar(bitPattern: $0) }
    name.append(0)
    guard let stream = unsafe opendir(name) else { throw FileFault(errno) }
    unsafe self.stream = stream
  }

  deinit { unsafe closedir(stream) }

  func nextName() throws(FileFault) -> [UInt8]? {
    errno = 0
    guard let entry = unsafe readdir(stream) else {
      if errno != 0 { throw FileFault(errno) }
      return nil
    }
    // d_name is as long as the record says, not as the type declares: read it at its address.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19
    let start = unsafe UnsafeRawPointer(entry).advanced(by: offset)
    let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
  }
}

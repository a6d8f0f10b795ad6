internal import Sound

/// The bytes of a file in order, read in pieces larger than libFLAC asks for.
struct ByteSupply {
  /// The next byte to be handed out.
  private(set) var position = 0
  /// 64 KiB: an eighth of the system calls of libFLAC's own 8 KiB.
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var start = 0
  private var end = 0

  /// Copies the next bytes to `room`; returns how many, 0 at the end of the file.
  mutating func copy(
    from file: borrowing RegularFile, to room: UnsafeMutableRawBufferPointer
  ) throws(FileFault) -> Int {
    if start == end {
      end = try file.read(at: position, into: &buffer)
      start = 0
    }
    let count = min(room.count, end - start)
    unsafe buffer[start..<(start + count)].withUnsafeBytes { unsafe room.copyMemory(from: $0) }
    start += count
    position += count
    return count
  }
}

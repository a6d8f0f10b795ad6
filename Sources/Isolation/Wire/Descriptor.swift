internal import Glibc

/// One end of a pipe or socket, and its only owner.
struct Descriptor: ~Copyable, Sendable {
  /// How a transfer of bytes went.
  enum Transfer {
    case moved(Int)
    /// The other side has hung up.
    case ended
    /// Nothing can be moved now.
    case blocked
  }

  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Waits until there is something to read, or the other side hangs up.
  ///
  /// - Returns: false where neither happened within `milliseconds`.
  borrowing func awaitInput(milliseconds: Int32) -> Bool {
    Self.wait(number, for: POLLIN, milliseconds)
  }

  /// Waits until there is room to write, or the other side hangs up.
  borrowing func awaitRoom(milliseconds: Int32) -> Bool {
    Self.wait(number, for: POLLOUT, milliseconds)
  }

  private static func wait(_ number: Int32, for event: Int32, _ milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: number, events: Int16(event), revents: 0)
    return unsafe poll(&entry, 1, milliseconds) > 0
  }

  /// Reads at most up to the end of `bytes`, from `position` on.
  borrowing func read(_ bytes: inout [UInt8], from position: Int) -> Transfer {
    unsafe bytes.withUnsafeMutableBytes { unsafe Self.read(number, $0, position, $0.count) }
  }

  /// Reads samples; positions count bytes.
  borrowing func read(_ samples: inout [Float], from position: Int, to end: Int) -> Transfer {
    unsafe samples.withUnsafeMutableBytes { unsafe Self.read(number, $0, position, end) }
  }

  private static func read(
    _ number: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ position: Int, _ end: Int
  ) -> Transfer {
    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[position..<end])
    while true {
      let count = unsafe Glibc.read(number, rest.baseAddress, rest.count)
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      if errno != EINTR { return errno == EAGAIN ? .blocked : .ended }
    }
  }

  /// Sends what stands in `bytes` from `position` on, as far as there is room, to a socket.
  ///
  /// Raises no signal where the other side has hung up.
  borrowing func send(_ bytes: [UInt8], from position: Int) -> Transfer {
    unsafe bytes.withUnsafeBytes { buffer in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[position...])
      while true {
        let count = unsafe Glibc.send(
          number, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        if count >= 0 { return .moved(count) }
        if errno != EINTR { return errno == EAGAIN ? .blocked : .ended }
      }
    }
  }

  /// Writes all of `bytes`, waiting for room; false where the other side has hung up.
  borrowing func write(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe Self.write(number, $0) }
  }

  /// Writes all of `samples` as they are in memory.
  borrowing func write(_ samples: [Float]) -> Bool {
    unsafe samples.withUnsafeBytes { unsafe Self.write(number, $0) }
  }

  private static func write(_ number: Int32, _ buffer: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    while position < buffer.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[position...])
      let count = unsafe Glibc.write(number, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      position += count
    }
    return true
  }
}

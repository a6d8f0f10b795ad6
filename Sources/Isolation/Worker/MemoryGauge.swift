internal import Glibc

/// Tells how much address space this process takes.
struct MemoryGauge: ~Copyable, Sendable {
  /// /proc/self/statm, open once and for all; −1 where there is none.
  private let file = Descriptor(unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC))
  private let page = sysconf(Int32(_SC_PAGESIZE))

  /// Bytes; 0 where the system does not say.
  borrowing func addressSpace() -> Int {
    let number = file.number
    // The first number of the line, in pages. Allocates nothing: a temporary of this size is on the
    // stack.
    let pages = unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      let count = unsafe pread(number, buffer.baseAddress, buffer.count, 0)
      var pages = 0
      for index in 0..<max(0, count) {
        let digit = unsafe Int(buffer[index]) - 0x30
        guard (0...9).contains(digit) else { break }
        pages = pages * 10 + digit
      }
      return pages
    }
    return pages * page
  }
}

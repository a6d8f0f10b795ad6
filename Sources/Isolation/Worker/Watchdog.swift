internal import CProcess
internal import Glibc
internal import Synchronization

/// The second thread of a helper: ends the process when its parent has gone, or when it takes too much
/// memory, whatever the first thread is caught in.
///
/// The kernel's own notice of a parent's death (PR_SET_PDEATHSIG) is bound to the thread that started
/// the child, and threads of a pool come and go.
///
/// Nothing here allocates once it runs: the first thread may have died holding the allocator's lock.
final class Watchdog: Sendable {
  /// How a helper ends that took too much memory.
  static let memoryStatus: Int32 = 86
  /// Milliseconds between two looks at the memory while there is work.
  ///
  /// chosen: 50 ms of looks cost 0.02 % of a core, and a program that fills memory as fast as it can
  /// gets about 100 MB in that time.
  private static let interval: Int32 = 50

  /// Whether a request is being served.
  let isBusy = Atomic(false)
  private let parent: Int32
  private let memory = MemoryGauge()
  /// Bytes of address space that the program took at first.
  let initial: Int
  /// Bytes that it may take beyond.
  private let allowed: Int

  init(parent: Int32, allowed: Int) {
    self.parent = parent
    self.allowed = allowed
    initial = memory.addressSpace()
  }

  /// Starts the thread; it runs as long as the process.
  func run() {
    let me = unsafe Unmanaged.passRetained(self).toOpaque()
    // Where it cannot be started there is no confinement, and no helper.
    let failure = unsafe process_start_thread(
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Watchdog>.fromOpaque(argument).takeRetainedValue().watch()
      }, me)
    if failure != 0 { _exit(1) }
  }

  private func watch() -> Never {
    while true {
      // While idle, a request wakes us up; it is not ours to read. While busy, only a hang-up does.
      let hasRequest = wait(for: Int16(POLLIN), -1)
      repeat {
        _ = hasRequest ? wait(for: 0, Self.interval) : false
        if memory.addressSpace() - initial > allowed { _exit(Self.memoryStatus) }
      } while isBusy.load(ordering: .relaxed)
    }
  }

  /// Waits for the events, and ends the process on a hang-up; false where the time ran out.
  private func wait(for events: Int16, _ milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: parent, events: events, revents: 0)
    let count = unsafe poll(&entry, 1, milliseconds)
    if Int32(entry.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { _exit(0) }
    return count > 0
  }
}

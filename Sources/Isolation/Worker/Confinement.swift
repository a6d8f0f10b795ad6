internal import CProcess
internal import Glibc
internal import Synchronization

/// The limits of a helper process, put on by itself before it has seen a byte of any file.
///
/// From outside come the wall clock and the bounds of what it may say.
struct Confinement: ~Copyable {
  /// Bytes: what an x86-64 process can address at all is half of it.
  private static let mostMemory = 1 << 48
  /// CPU seconds: thirty years.
  private static let longestTime = 1e9

  private let limits: WorkerLimits
  private let watch: Watchdog
  /// The process's CPU seconds when the request came.
  private var start = 0.0

  /// Confines this process for good; `parent` is the descriptor whose other end the parent holds.
  init(_ limits: WorkerLimits, parent: Int32) {
    self.limits = limits
    _ = process_no_new_privileges()
    Self.set(process_file_size, to: 0)
    Self.set(process_core_size, to: 0)
    Self.set(process_open_files, to: limits.openFiles)
    let memory = min(limits.memoryBytes, Self.mostMemory)
    watch = Watchdog(parent: parent, allowed: memory)
    // A quarter more than the watchdog grants: it looks every few milliseconds, the system always.
    Self.set(process_address_space, to: watch.initial + memory + memory / 4)
    watch.run()
    // No other thread and no other process from here on (the superuser is exempt).
    Self.set(process_processes, to: 0)
  }

  mutating func beginRequest() {
    watch.isBusy.store(true, ordering: .relaxed)
    start = Self.processorSeconds()
    allow(audioSeconds: 0)
  }

  /// CPU seconds of this request.
  var requestSeconds: Double { Self.processorSeconds() - start }

  /// Lets the request take as much CPU time as is granted for so much audio.
  func allow(audioSeconds: Double) {
    // Bounded before it is multiplied: infinity times nothing is no number.
    let share = min(limits.processorSecondsPerSecond, Self.longestTime)
    let granted = Double(limits.processorSeconds) + share * audioSeconds
    let limit = min(start + granted, Self.longestTime).rounded(.up)
    Self.set(process_processor_time, to: Int(limit), isFinal: false)
  }

  func endRequest() { watch.isBusy.store(false, ordering: .relaxed) }

  /// Sets a limit of this process, as far as its own allow.
  private static func set(_ which: some BinaryInteger, to value: Int, isFinal: Bool = true) {
    var limit = rlimit()
    guard unsafe process_get_limit(Int32(which), &limit) == 0 else { return }
    limit.rlim_cur = min(rlim_t(max(0, value)), limit.rlim_max)
    if isFinal { limit.rlim_max = limit.rlim_cur }
    _ = unsafe process_set_limit(Int32(which), &limit)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

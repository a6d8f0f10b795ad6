import Glibc

/// Laps of the running thread's CPU time.
struct CPUClock {
  private var last = Self.now()

  /// CPU seconds since the last lap, or since the clock was made.
  mutating func lap() -> Double {
    let now = Self.now()
    defer { last = now }
    return now - last
  }

  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

internal import CProcess
internal import Glibc
internal import Sound
internal import Synchronization

/// A child process, until it has been waited for.
final class ChildProcess: Sendable {
  let identifier: pid_t
  /// Set as soon as the system has forgotten it: its number may by then be another's.
  private let ending = Mutex<Worker.Ending?>(nil)

  /// Until it is the helper's own program, a child shares its parent's memory, and the system counts that as
  /// the child's peak: what lies below this says nothing.
  private let inheritedPeak: Int

  private init(_ identifier: pid_t, inheritedPeak: Int) {
    self.identifier = identifier
    self.inheritedPeak = inheritedPeak
  }

  /// The largest memory that this process has held, in bytes.
  private static func ownPeak() -> Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }

  /// Kills it; nothing where it has ended and been waited for.
  func kill() {
    ending.withLock { if $0 == nil { _ = Glibc.kill(identifier, SIGKILL) } }
  }

  /// How it ended; nil while it runs.
  func poll() -> Worker.Ending? {
    ending.withLock { ending in
      if ending != nil { return ending }
      var status: Int32 = 0
      var usage = rusage()
      let result = unsafe wait4(identifier, &status, WNOHANG, &usage)
      if result == 0 || (result < 0 && errno == EINTR) { return nil }
      // Below zero, somebody else has waited for it, and nobody knows how it ended.
      let signal = status & 0x7F  // WTERMSIG
      ending = Worker.Ending(
        signal: result > 0 && signal != 0 ? signal : nil,
        status: result > 0 && signal == 0 ? status >> 8 & 0xFF : nil,
        peakBytes: result > 0 && usage.ru_maxrss << 10 > inheritedPeak ? usage.ru_maxrss << 10 : 0)
      return ending
    }
  }

  /// Waits for its end for at most `seconds`; nil where it outlasts them.
  func wait(seconds: Double) -> Worker.Ending? {
    var waited = 0.0
    var pause = 0.000_2
    while true {
      if let ending = poll() { return ending }
      if waited >= seconds { return nil }
      usleep(useconds_t(pause * 1e6))
      waited += pause
      pause = min(pause * 2, 0.05)
    }
  }

  /// Starts `command` in a session of its own with `requests` and `replies` as the only descriptors
  /// beside three that lead nowhere.
  ///
  /// - Throws: `IsolationError.unavailable`.
  static func start(
    _ command: WorkerCommand, requests: borrowing Descriptor, replies: borrowing Descriptor
  ) throws(IsolationError) -> ChildProcess {
    keepEndings()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for number: Int32 in 0...2 {
      // What is printed fails, and is lost either way; not every container lets everybody write here.
      unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDONLY, 0)
    }
    unsafe posix_spawn_file_actions_adddup2(
      &actions, requests.number, DecodingService.requestsDescriptor)
    unsafe posix_spawn_file_actions_adddup2(
      &actions, replies.number, DecodingService.repliesDescriptor)
    unsafe posix_spawn_file_actions_addclosefrom_np(
      &actions, DecodingService.repliesDescriptor + 1)

    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    // A session of its own: Ctrl-C is for the parent to act on.
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        | Int16(process_spawn_new_session))

    var identifier: pid_t = 0
    let path = command.executable.bytes.map { CChar(bitPattern: $0) } + [0]
    let name = command.executable.bytes
    let words = [name] + command.arguments.map { Array($0.utf8) }
    let failure = unsafe CStrings.lend(words) { arguments in
      unsafe CStrings.lend(environment()) { environment in
        unsafe posix_spawn(&identifier, path, &actions, &attributes, arguments, environment)
      }
    }
    guard failure == 0 else {
      throw .unavailable(reason: unsafe String(cString: strerror(failure)))
    }
    return ChildProcess(identifier, inheritedPeak: ownPeak())
  }

  /// The few variables that a helper needs, and some of its own.
  private static func environment() -> [[UInt8]] {
    // No traces of crashes, which take seconds. One heap for both threads, which saves 128 MiB of
    // address space.
    var lines = ["SWIFT_BACKTRACE=enable=no", "MALLOC_ARENA_MAX=1"].map { Array($0.utf8) }
    for name in ["PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ"] {
      guard let value = unsafe getenv(name) else { continue }
      lines.append(
        unsafe Array((name + "=").utf8)
          + UnsafeBufferPointer(start: value, count: strlen(value)).map {
            UInt8(bitPattern: $0)
          })
    }
    return lines
  }

  /// Where this process was started with the ends of its children ignored, the system would forget
  /// them at once and give their numbers away.
  private static func keepEndings() {
    var action = sigaction()
    guard unsafe sigaction(SIGCHLD, nil, &action) == 0 else { return }
    if unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
    {
      _ = signal(SIGCHLD, SIG_DFL)
    }
  }
}

/// Arrays of C strings that end in a null pointer.
private enum CStrings {
  static func lend<Result>(
    _ strings: [[UInt8]],
    to body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { string in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: string.count + 1)
      for (index, byte) in string.enumerated() { unsafe copy[index] = CChar(bitPattern: byte) }
      unsafe copy[string.count] = 0
      return unsafe copy
    }
    unsafe pointers.append(nil)
    defer { for index in unsafe pointers.indices { unsafe pointers[index]?.deallocate() } }
    return unsafe pointers.withUnsafeBufferPointer { buffer in
      // Never empty: the null pointer stands in it.
      guard let base = buffer.baseAddress else {
        preconditionFailure("an array with a last pointer")
      }
      return unsafe body(base)
    }
  }
}

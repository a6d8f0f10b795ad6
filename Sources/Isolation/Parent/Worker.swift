internal import Sound

/// One running helper process.
final class Worker: Sendable {
  /// How a helper ended.
  struct Ending {
    /// The signal that ended it, or nil where it exited by itself.
    var signal: Int32?
    /// Its exit status, where it exited by itself.
    var status: Int32?
    /// The most bytes of memory it held at a time.
    var peakBytes: Int
  }

  /// What a helper has done so far; a change is a sign of life.
  struct Activity: Equatable {
    /// Bytes read from files.
    var bytesRead = 0
    /// Clock ticks of CPU time.
    var processorTicks = 0
  }

  let process: ChildProcess
  let requests: Descriptor
  let replies: Descriptor

  init(_ process: ChildProcess, requests: consuming Descriptor, replies: consuming Descriptor) {
    self.process = process
    self.requests = requests
    self.replies = replies
  }

  /// Whether it waits for a request, as far as can be told.
  var isReady: Bool {
    // An idle helper says nothing: input is its hang-up, or the rest of something we never asked for.
    !replies.awaitInput(milliseconds: 0)
  }

  /// What it has done so far, from /proc; zeros where the system does not say.
  func activity() -> Activity {
    // Of the first thread alone: the watchdog reads and computes as long as there is work.
    let folder = "/proc/\(process.identifier)/task/\(process.identifier)"
    var activity = Activity()
    // rchar: bytes that went through read(2) and its kin, from the page cache or not.
    for line in Self.text(folder + "/io").split(separator: "\n") where line.hasPrefix("rchar: ") {
      activity.bytesRead = Int(line.dropFirst(7)) ?? 0
    }
    // The name in parentheses may hold anything; utime and stime are fields 14 and 15 (proc(5)).
    let stat = Self.text(folder + "/stat")
    if let name = stat.lastIndex(of: ")") {
      let fields = stat[name...].split(separator: " ")
      if fields.count > 13 {
        activity.processorTicks = (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0)
      }
    }
    return activity
  }

  private static func text(_ path: String) -> String {
    let file = try? RegularFile(SourcePath(path))
    return String(decoding: (try? file?.bytes(at: 0, count: 4096)) ?? [], as: UTF8.self)
  }
}

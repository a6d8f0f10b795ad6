import Glibc
import Isolation
import Sound

/// What a decoder with a bug, or one that somebody has taken over, may do.
enum Misbehaviour {
  static let format = PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 2)

  /// False where the name asks for nothing special.
  static func answer(_ name: String, _ replies: inout ServiceReplies) -> Bool {
    switch name {
    case "segv": raise(SIGSEGV)
    case "abort": abort()
    case "exit": exit(3)
    case "killed": raise(SIGKILL)
    case "late-segv":
      play(3, &replies)
      raise(SIGSEGV)
    case "spin": while isAlive { busy() }
    case "late-spin":
      play(3, &replies)
      while isAlive { busy() }
    case "sleep": while isAlive { sleep(1000) }
    case "late-sleep":
      play(3, &replies)
      while isAlive { sleep(1000) }
    case "slow-disk":
      // A byte now and then; then it is read as it should be.
      for _ in 0..<12 {
        usleep(250_000)
        _ = try? RegularFile(SourcePath("/proc/self/exe")).bytes(at: 0, count: 1)
      }
      return false
    case "hang-up":
      close(4)
      while isAlive { sleep(1000) }
    case "memory": fillMemory()
    case "endless":
      replies.begin(format)
      while isAlive { replies.send(block) }
    case "endless-header":
      while isAlive { replies.begin(format) }
    case "no-number":
      replies.begin(format)
      var block = Self.block
      block.channels[1][100] = .nan
      replies.send(block)
    case "no-rate": replies.begin(PCMFormat(sampleRate: rateless, channels: 2))
    case "giant":
      // A header message of almost 4 GiB.
      replies.write(Array("head".utf8) + [0xFF, 0xFF, 0xFF, 0xFF])
      while isAlive { replies.write([UInt8](repeating: 0x20, count: 1 << 16)) }
    case "garbage": replies.write((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) })
    case "bad-json": replies.write(Array("head".utf8) + [2, 0, 0, 0] + Array("[]".utf8))
    case "deep-json":
      // Four million brackets.
      replies.write(
        Array("head".utf8) + [0, 0, 0x40, 0] + [UInt8](repeating: 0x5B, count: 4 << 20))
    case "half-frame":
      replies.begin(format)
      replies.write(Array("smpl".utf8) + [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    case "no-report":
      play(1, &replies)
      replies.write(Array("end.".utf8) + [2, 0, 0, 0] + Array("{}".utf8))
    case _ where name.hasPrefix("write-"): write(beside: name)
    default: return false
    }
    return true
  }

  /// Always; the compiler must not know, or it ends what is not used after an endless loop before it,
  /// the open descriptors among them.
  private static var isAlive: Bool { getpid() > 0 }

  private static var block: PCMBlock {
    PCMBlock(
      format: format,
      channels: Array(repeating: Array(repeating: 0.25, count: PCMBlock.standardFrames), count: 2))
  }

  private static func play(_ blocks: Int, _ replies: inout ServiceReplies) {
    replies.begin(format)
    for _ in 0..<blocks { replies.send(block) }
  }

  private static func busy() { _ = (0..<1000).reduce(0) { $0 &* 31 &+ $1 } + Int(getpid()) }

  private static func fillMemory() {
    var hoard: [[UInt8]] = []
    while isAlive { hoard.append([UInt8](repeating: UInt8(hoard.count & 0xFF), count: 1 << 20)) }
  }

  /// Tries to leave a byte in a file of the temporary folder.
  private static func write(beside name: String) {
    let file = unsafe open("/tmp/" + name, O_WRONLY | O_CREAT, 0o600)
    var byte: UInt8 = 1
    unsafe Glibc.write(file, &byte, 1)
    exit(0)
  }

  /// A rate that no initialiser makes.
  private static let rateless = unsafe unsafeBitCast(0, to: SampleRate.self)
}

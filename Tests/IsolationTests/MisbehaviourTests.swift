import Decoding
import Foundation
import Glibc
import Isolation
import Sound
import TestSignals
import Testing

@Suite("Helpers that misbehave")
struct MisbehaviourTests {
  let folder: TemporaryFolder
  let good: SourcePath

  init() throws {
    folder = try TemporaryFolder()
    good = SourcePath(
      try folder.file("good.wav", try AudioBytes.file(AudioBytes.wav16, frames: 50_000)))
  }

  /// What reading the file called `name` ends in; afterwards, the next file is read as ever.
  private func verdict(
    _ name: String, _ change: (inout WorkerLimits) -> Void = { _ in }
  ) throws -> IsolationError? {
    let pool = Helpers.pool(change)
    let error = failure {
      _ = try Decoded.isolated(SourcePath(folder.path + "/" + name), pool)
    }
    #expect(try Decoded.isolated(good, pool) == Decoded.alone(good))
    #expect(pool.started == 2)
    return error as? IsolationError
  }

  @Test(
    "a crash costs its file alone, at the beginning and in the middle",
    arguments: [
      ("segv", SIGSEGV), ("late-segv", SIGSEGV), ("abort", SIGABRT), ("killed", SIGKILL),
      ("exit", nil),
    ] as [(String, Int32?)])
  func crash(name: String, signal: Int32?) throws {
    let error = try verdict(name)
    #expect(error == .crashed(name: name, signal: signal))
    #expect(error?.code == "decoder_crashed")
    #expect(error?.isTransient == (signal == SIGKILL))
  }

  @Test("a decoder that computes without end is stopped", arguments: ["spin", "late-spin"])
  func spin(name: String) throws {
    let error = try verdict(name) { $0.stallSeconds = 60 }
    #expect(error == .computing(name: name, seconds: 1))
    #expect(error?.code == "decoder_stalled")
    #expect(error?.isTransient == false)
  }

  @Test(
    "a decoder that waits without end is stopped, and tried again later",
    arguments: ["sleep", "late-sleep"])
  func sleep(name: String) throws {
    let error = try verdict(name)
    #expect(error == .waiting(name: name, seconds: 2))
    #expect(error?.code == "decoder_stalled")
    #expect(error?.isTransient == true)
  }

  @Test("a decoder that is busy but says nothing is stopped in the end")
  func silence() throws {
    let error = try verdict("spin") {
      $0.processorSeconds = 60
      $0.silenceSeconds = 1
    }
    #expect(error == .computing(name: "spin", seconds: 1))
  }

  @Test("a decoder that waits for a slow disk is waited for, as long as bytes arrive")
  func slowDisk() throws {
    let path = SourcePath(try folder.file("slow-disk", try AudioBytes.file(AudioBytes.wav16)))
    let pool = Helpers.pool()
    let start = ContinuousClock.now
    #expect(try Decoded.isolated(path, pool) == Decoded.alone(path))
    // Longer than a stall may last.
    #expect(ContinuousClock.now - start > .seconds(2.5))
  }

  @Test("a decoder that fills the memory is stopped")
  func memory() throws {
    // More than this process takes itself: only beyond that is a helper's peak known to be its own.
    let error = try verdict("memory") { limits in
      (limits.memoryBytes, limits.processorSeconds) = (1 << 30, 60)
    }
    #expect(error == .memory(name: "memory", allowed: 1 << 30))
    #expect(error?.code == "decoder_memory")
  }

  @Test(
    "what makes no sense is not believed",
    arguments: [
      "endless-header", "no-number", "no-rate", "giant", "garbage", "bad-json", "deep-json",
      "half-frame",
      "no-report", "hang-up",
    ])
  func nonsense(name: String) throws {
    #expect(try verdict(name) == .crashed(name: name, signal: nil))
  }

  @Test("an endless stream ends where no file may be longer")
  func endless() throws {
    let pool = Helpers.pool()
    var limits = DecodingLimits.standard
    limits.maximumSeconds = 20
    var reader = try IsolatedReader(
      SourcePath(folder.path + "/late-spin"), with: pool, limits: limits)
    var block = PCMBlock(format: reader.format)
    try reader.read(into: &block)
    var endless = try IsolatedReader(
      SourcePath(folder.path + "/endless"), with: pool, limits: limits)
    var caught: (any Error)?
    do { _ = try endless.finish() } catch { caught = error }
    #expect((caught as? IsolationError)?.code == "decoder_crashed")
    #expect(endless.framesRead <= 20 * 44_100)
  }

  @Test("a helper writes no files")
  func writing() throws {
    let name = "write-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: "/tmp/" + name) }
    #expect(try verdict(name) == .crashed(name: name, signal: SIGXFSZ))
    let size = try FileManager.default.attributesOfItem(atPath: "/tmp/" + name)[.size] as? Int
    #expect(size == 0)
  }

  @Test("a program that is no helper is told from a bad file")
  func noHelper() throws {
    for program in ["/bin/true", "/bin/cat", "/nowhere/helper"] {
      let pool = WorkerPool(WorkerCommand(executable: SourcePath(program), arguments: []))
      let error = failure { _ = try Decoded.isolated(good, pool) } as? IsolationError
      #expect(error?.code == "decoder_unavailable")
      #expect(error?.isTransient == true)
    }
  }

  @Test("every sentence names the file and says what happened")
  func sentences() {
    #expect(
      IsolationError.crashed(name: "a.flac", signal: 11).description
        == "The decoder crashed on a.flac (signal 11); nothing of it was taken.")
    #expect(
      IsolationError.memory(name: "a.flac", allowed: 1 << 30).description
        == "Reading a.flac took more than 1024 MiB of memory and was stopped.")
  }
}

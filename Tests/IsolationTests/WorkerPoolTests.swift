import Decoding
import Foundation
import Glibc
import Isolation
import Sound
import TestSignals
import Testing

@Suite("Worker pool")
struct WorkerPoolTests {
  let folder: TemporaryFolder
  let good: SourcePath

  init() throws {
    folder = try TemporaryFolder()
    good = SourcePath(
      try folder.file("good.wav", try AudioBytes.file(AudioBytes.wav16, frames: 50_000)))
  }

  @Test("200 files, some of them fatal, leave no process and no descriptor behind")
  func leaks() async {
    // In a process of its own, where nobody else opens or starts anything.
    await #expect(processExitsWith: .success) {
      func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      let folder = try TemporaryFolder()
      let good = SourcePath(
        try folder.file("good.wav", try AudioBytes.file(AudioBytes.wav16, frames: 50_000)))
      let before = try descriptors()
      do {
        let pool = Helpers.pool()
        for index in 0..<200 {
          let path = index % 20 == 7 ? SourcePath(folder.path + "/segv") : good
          _ = try? Decoded.isolated(path, pool)
        }
        #expect(pool.started == 11)
        #expect(pool.leaving <= 1)
      }
      #expect(try descriptors() == before)
      #expect(Helpers.children().isEmpty)
    }
  }

  @Test("a helper that ended while it had nothing to do is replaced")
  func idleDeath() throws {
    let pool = Helpers.pool()
    let expected = try Decoded.alone(good)
    #expect(try Decoded.isolated(good, pool) == expected)
    let idle = try #require(pool.idleProcesses.first)
    #expect(kill(idle, SIGKILL) == 0)
    while Helpers.isAlive(idle) { usleep(1000) }
    #expect(try Decoded.isolated(good, pool) == expected)
    #expect(pool.started == 2)
    #expect(Helpers.fields(of: idle).isEmpty)
  }

  @Test("limits may be as good as none")
  func limitless() throws {
    let pool = Helpers.pool {
      $0.memoryBytes = .max
      $0.processorSeconds = .max
      $0.processorSecondsPerSecond = .infinity
      $0.stallSeconds = .infinity
      $0.silenceSeconds = .infinity
    }
    #expect(try Decoded.isolated(good, pool) == Decoded.alone(good))
  }

  @Test("a helper is replaced when it has served its time")
  func retirement() throws {
    let pool = Helpers.pool { $0.requests = 3 }
    for _ in 0..<7 { _ = try Decoded.isolated(good, pool) }
    #expect(pool.started == 3)
  }

  @Test("a reader that is let go of in the middle harms nobody")
  func abandoned() throws {
    let pool = Helpers.pool()
    do {
      var reader = try IsolatedReader(good, with: pool)
      var block = PCMBlock(format: reader.format)
      try reader.read(into: &block, frames: 100)
    }
    #expect(try Decoded.isolated(good, pool) == Decoded.alone(good))
  }

  @Test("as many files are read at a time as are asked for; two helpers are kept")
  func sideBySide() async throws {
    let pool = Helpers.pool { $0.stallSeconds = 60 }
    let expected = try Decoded.alone(good)
    try await withThrowingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask { try Decoded.isolated(good, pool) == expected }
      }
      for try await isSame in group { #expect(isSame) }
    }
    #expect(pool.idleProcesses.count <= 2)
  }

  @Test("no helper outlives its pool")
  func deinitialised() throws {
    var processes: [pid_t] = []
    do {
      let pool = Helpers.pool()
      _ = try Decoded.isolated(good, pool)
      processes = pool.idleProcesses
    }
    #expect(processes.count == 1)
    for process in processes { #expect(Helpers.fields(of: process).isEmpty) }
  }

  @Test("a cancelled task is not kept waiting")
  func cancellation() async throws {
    let pool = Helpers.pool { $0.stallSeconds = 3600 }
    let path = SourcePath(folder.path + "/sleep")
    let task = Task.detached {
      let error = failure { _ = try Decoded.isolated(path, pool) }
      return error is CancellationError
    }
    try await Task.sleep(for: .milliseconds(300))
    let start = ContinuousClock.now
    task.cancel()
    #expect(await task.value)
    // Well before the helper counts as stuck.
    #expect(ContinuousClock.now - start < .seconds(600))
  }

  @Test(
    "no helper outlives its parent, killed without warning, whatever it is doing",
    arguments: ["spin", "sleep", "endless"])
  func orphans(name: String) throws {
    let parent = Process()
    parent.executableURL = URL(fileURLWithPath: Helpers.path)
    parent.arguments = ["parent", folder.path + "/" + name]
    try parent.run()
    var children: [pid_t] = []
    for _ in 0..<3000 where children.isEmpty {
      usleep(20_000)
      children = Helpers.children(of: parent.processIdentifier)
    }
    // Until it is at work.
    usleep(300_000)
    let child = try #require(children.first)
    #expect(Helpers.isAlive(child))
    kill(parent.processIdentifier, SIGKILL)
    for _ in 0..<3000 where Helpers.isAlive(child) { usleep(20_000) }
    #expect(!Helpers.isAlive(child))
  }
}

import Foundation
import Glibc
import Intake
import Sound
import Testing

@Suite("Watching folders")
struct FolderWatcherTests {
  private let files = FileManager.default

  @Test("what is there at the start is handed on once, in order", arguments: [true, false])
  func start(notices: Bool) async throws {
    let watched = try WatchedFolder(notices: notices) { tree in
      for name in ["b.wav", "a/z.wav", "a/a.wav"] { try tree.file(name) }
    }
    #expect(try await watched.news(within: .seconds(600)) == ["+ a/a.wav", "+ a/z.wav", "+ b.wav"])
    #expect(watched.watcher.status.looks >= 1)
    #expect(watched.watcher.status.files == 3)
    #expect(watched.watcher.status.isNoticeComplete == notices)
  }

  @Test("a file that is copied slowly is handed on whole, once", arguments: [true, false])
  func slowCopy(notices: Bool) async throws {
    let watched = try WatchedFolder(notices: notices)
    let url = watched.url("slow.wav")
    for second in 0..<10 {
      watched.clock.plan(at: .seconds(5 + 5 * second)) {
        if second == 0 { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
        guard let handle = try? FileHandle(forWritingTo: url) else { return }
        _ = try? handle.seekToEnd()
        try? handle.write(contentsOf: Data(count: 1000))
        try? handle.close()
      }
    }
    let batch = try await watched.next()
    #expect(batch.files.map(\.stamp.size) == [10_000])
    #expect(watched.clock.elapsed >= .seconds(60))
    #expect(watched.clock.elapsed < .seconds(notices ? 62 : 85))
    #expect(try await watched.news(within: .seconds(300)) == [])
  }

  @Test("a file that a program keeps open and that stands still is waited for longer")
  func heldOpen() async throws {
    let watched = try WatchedFolder(notices: true)
    _ = try await watched.news(within: .seconds(1200))
    let start = watched.clock.elapsed
    try watched.tree.file("take.wav", [1])
    let handle = try FileHandle(forWritingTo: watched.url("take.wav"))
    try handle.write(contentsOf: Data(count: 50))
    watched.clock.plan(at: start + .seconds(100)) { try? handle.close() }
    #expect(try await watched.next().files.count == 1)
    #expect(watched.clock.elapsed - start >= .seconds(109))
    #expect(watched.clock.elapsed - start < .seconds(112))
  }

  @Test("files that are renamed in, replaced and deleted are told of", arguments: [true, false])
  func changes(notices: Bool) async throws {
    let outside = try ScratchTree()
    let watched = try WatchedFolder(notices: notices) { tree in
      for name in ["a.wav", "b.wav", "c.wav"] { try tree.file(name) }
    }
    #expect(try await watched.next().files.count == 3)

    let arrival = try outside.file("new.wav", [1, 2, 3])
    _ = unsafe rename(arrival.description, watched.url("new.wav").path)
    let better = try outside.file("better.wav", [4, 5, 6])
    _ = unsafe rename(better.description, watched.url("b.wav").path)
    try files.removeItem(at: watched.url("c.wav"))
    #expect(
      try await watched.news(within: .seconds(90)) == ["+ b.wav", "+ new.wav", "- c.wav"])
  }

  @Test(
    "a file that moves to another folder arrives before it is removed", arguments: [true, false])
  func moved(notices: Bool) async throws {
    let watched = try WatchedFolder(notices: notices) { tree in
      try tree.file("one/a.wav")
      try tree.file("two/b.wav")
    }
    #expect(try await watched.next().files.count == 2)
    try files.moveItem(at: watched.url("one/a.wav"), to: watched.url("two/a.wav"))
    #expect(try await watched.news(within: .seconds(120)) == ["+ two/a.wav", "- one/a.wav"])
  }

  @Test(
    "a folder that is moved in comes with its content and is watched from then on",
    arguments: [true, false])
  func folderMovedIn(notices: Bool) async throws {
    let outside = try ScratchTree()
    try outside.file("album/cd1/1.wav")
    try outside.file("album/cd2/2.wav")
    let watched = try WatchedFolder(notices: notices) { try $0.file("first.wav") }
    #expect(try await watched.next().files.count == 1)
    try files.moveItem(at: outside.url.appending(path: "album"), to: watched.url("album"))
    #expect(
      try await watched.news(within: .seconds(40)) == ["+ album/cd1/1.wav", "+ album/cd2/2.wav"])
    try watched.tree.file("album/cd1/bonus/3.wav")
    #expect(try await watched.news(within: .seconds(60)) == ["+ album/cd1/bonus/3.wav"])

    try files.moveItem(at: watched.url("album"), to: watched.url("renamed"))
    #expect(
      try await watched.news(within: .seconds(90)) == [
        "+ renamed/cd1/1.wav", "+ renamed/cd1/bonus/3.wav", "+ renamed/cd2/2.wav",
        "- album/cd1/1.wav", "- album/cd1/bonus/3.wav", "- album/cd2/2.wav",
      ])
    try watched.tree.file("renamed/cd2/4.wav")
    #expect(try await watched.news(within: .seconds(60)) == ["+ renamed/cd2/4.wav"])
  }

  @Test(
    "a root that vanishes removes nothing, and is there again when it is", arguments: [true, false])
  func vanishedRoot(notices: Bool) async throws {
    let watched = try WatchedFolder(notices: notices) { try $0.file("a/1.wav") }
    #expect(try await watched.next().files.count == 1)
    let away = URL(fileURLWithPath: watched.tree.url.path + "-away")
    try files.moveItem(at: watched.tree.url, to: away)
    let batch = try await watched.next()
    #expect(batch.isEmpty)
    #expect(batch.status.unavailable == [watched.tree.path])
    #expect(try await watched.news(within: .seconds(7200)) == [])
    #expect(watched.watcher.status.unavailable == [watched.tree.path])

    try files.moveItem(at: away, to: watched.tree.url)
    #expect(try await watched.news(within: .seconds(4000)) == [])
    #expect(watched.watcher.status.unavailable == [])
    try watched.tree.file("a/2.wav")
    #expect(try await watched.news(within: .seconds(60)) == ["+ a/2.wav"])
  }

  @Test("a root that is empty all at once is a disk that is away")
  func emptyRoot() async throws {
    let watched = try WatchedFolder(notices: false) { tree in
      for number in 0..<20 { try tree.file("\(number).wav") }
    }
    #expect(try await watched.next().files.count == 20)
    for number in 0..<20 { try files.removeItem(at: watched.url("\(number).wav")) }
    #expect(try await watched.next().status.unavailable == [watched.tree.path])
    #expect(try await watched.news(within: .seconds(900)) == [])
  }

  @Test("what the system said was deleted is removed, even the last file")
  func lastFile() async throws {
    let watched = try WatchedFolder(notices: true) { try $0.file("only.wav") }
    #expect(try await watched.next().files.count == 1)
    try files.removeItem(at: watched.url("only.wav"))
    #expect(try await watched.news(within: .seconds(60)) == ["- only.wav"])
    #expect(watched.watcher.status.unavailable == [])
  }

  @Test("files of a disk that was below the root and is away are not removed")
  func otherDevice() async throws {
    let watched = try WatchedFolder(notices: false) { try $0.file("here.wav") }
    #expect(try await watched.next().files.count == 1)
    let here = try #require(watched.memory.stamps.values.first)
    watched.memory.stamps[SourcePath(watched.url("disk/a.wav").path)] = FileStamp(
      size: 1, modified: 1, changed: 1, inode: 1, device: here.device &+ 1)
    watched.memory.stamps[SourcePath(watched.url("gone.wav").path)] = here
    #expect(try await watched.news(within: .seconds(300)) == ["- gone.wav"])
  }

  @Test("when the system loses notices everything is looked at again")
  func overflow() async throws {
    let text = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
    let queue = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    guard queue <= 50_000 else { return }
    let watched = try WatchedFolder(notices: true) { try $0.file("a.wav") }
    #expect(try await watched.next().files.count == 1)
    let looks = watched.watcher.status.looks
    // A file that comes and goes makes three notices at least.
    for _ in 0...(queue / 3) {
      let descriptor = unsafe open(watched.url("flicker").path, O_CREAT | O_WRONLY, 0o600)
      close(descriptor)
      _ = unsafe unlink(watched.url("flicker").path)
    }
    try watched.tree.file("deep/late.wav")
    #expect(try await watched.news(within: .seconds(60)) == ["+ deep/late.wav"])
    #expect(watched.watcher.status.looks == looks + 1)
  }

  @Test("where notices have run out, looking finds the rest")
  func folderLimit() async throws {
    let watched = try WatchedFolder(
      notices: true,
      prepare: { tree in for name in ["a", "b", "c", "d"] { try tree.file("\(name)/1.wav") } },
      adjusting: {
        $0.folderLimit = 2
        $0.interval = .seconds(20)
      })
    #expect(try await watched.next().files.count == 4)
    #expect(watched.watcher.status.foldersUnderNotice == 2)
    #expect(!watched.watcher.status.isNoticeComplete)
    for name in ["a", "d"] { try watched.tree.file("\(name)/2.wav") }
    #expect(Set(try await watched.news(within: .seconds(60))) == ["+ a/2.wav", "+ d/2.wav"])
  }

  @Test("more files than may wait come in turn, each once", arguments: [true, false])
  func bounded(notices: Bool) async throws {
    let watched = try WatchedFolder(
      notices: notices,
      prepare: { tree in for number in 10..<60 { try tree.file("\(number).wav") } },
      adjusting: {
        $0.pendingLimit = 7
        $0.batchLimit = 5
      })
    var names: [String] = []
    while names.count < 50, watched.clock.elapsed < .seconds(3600) {
      let batch = try await watched.next()
      #expect(batch.files.count <= 5)
      #expect(batch.status.pending <= 7)
      names += batch.files.map { watched.name($0.path) }
    }
    #expect(names.sorted() == (10..<60).map { "\($0).wav" })
    for number in 10..<50 { try files.removeItem(at: watched.url("\(number).wav")) }
    let news = try await watched.news(within: .seconds(notices ? 5 * 3600 : 1000))
    #expect(news.sorted() == (10..<50).map { "- \($0).wav" })
  }

  @Test("a file that its owner does not remember is offered once, and again when it changes")
  func covers() async throws {
    let watched = try WatchedFolder(notices: false) { try $0.file("cover.jpg", [1]) }
    #expect(try await watched.next(remembering: false).files.count == 1)
    for _ in 0..<3 { #expect(try await watched.next(remembering: false).isEmpty) }
    try watched.tree.file("cover.jpg", [1, 2])
    #expect(try await watched.next(remembering: false).files.count == 1)
  }

  @Test("the library below a root is not looked at", arguments: [true, false])
  func library(notices: Bool) async throws {
    let watched = try WatchedFolder(notices: notices, excluding: ["library"]) { tree in
      try tree.file("library/tracks/a.ogg")
    }
    try watched.tree.file("song.wav")
    #expect(try await watched.news(within: .seconds(60)) == ["+ song.wav"])
    try watched.tree.file("library/tracks/b.ogg")
    #expect(try await watched.news(within: .seconds(60)) == [])
  }

  @Test("the heartbeat comes when nothing does")
  func heartbeat() async throws {
    let watched = try WatchedFolder(notices: true, adjusting: { $0.heartbeat = .seconds(30) })
    for beat in 1...3 {
      #expect(try await watched.next().isEmpty)
      #expect(watched.clock.elapsed >= .seconds(30 * beat))
      #expect(watched.clock.elapsed < .seconds(30 * beat + 2))
    }
  }

  @Test("cancellation ends the waiting at once")
  func cancellation() async throws {
    let tree = try ScratchTree()
    let path = tree.path
    let task = Task {
      var settings = WatchSettings()
      (settings.interval, settings.heartbeat) = (.seconds(3600), .seconds(3600))
      let watcher = FolderWatcher(roots: [path], known: Memory(), settings: settings)
      return try await watcher.next()
    }
    try await Task.sleep(for: .milliseconds(50))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // The next look at everything would be an hour away; the machine may be busy.
    #expect(ContinuousClock.now - start < .seconds(600))
  }
}

import Foundation
import Glibc
import Intake
import Sound
import Testing

@Suite("Walking folders")
struct SourceWalkerTests {
  let tree: ScratchTree
  init() throws { tree = try ScratchTree() }

  /// The walk in words: names of files below the root, and codes of refusals.
  private func walk(_ paths: [SourcePath]? = nil, excluding: [SourcePath] = []) -> [String] {
    var walker = SourceWalker(paths ?? [tree.path], excluding: excluding)
    var words: [String] = []
    while let step = walker.next() {
      switch step {
      case .file(let found):
        words.append(String(found.path.description.dropFirst(tree.path.description.count + 1)))
      case .rejected(let error): words.append("\(error.code) \(error.path.name)")
      }
    }
    return words
  }

  @Test("files come in the order of their bytes, folder by folder, however deep")
  func order() throws {
    for name in ["b.wav", "a/z.wav", "a/B.wav", "a/a/1.wav", "é.wav", "Z.wav"] {
      try tree.file(name)
    }
    let deep = Array(repeating: String(repeating: "long", count: 12), count: 8).joined(
      separator: "/")
    try tree.file("x/\(deep)/deep.wav")
    #expect(
      walk() == [
        "Z.wav", "a/B.wav", "a/a/1.wav", "a/z.wav", "b.wav", "x/\(deep)/deep.wav", "é.wav",
      ])
  }

  @Test("links that lead up, around or nowhere end by themselves")
  func loops() throws {
    try tree.file("a/song.wav")
    tree.link("a/up", to: "..")
    tree.link("a/self", to: ".")
    tree.link("round.wav", to: "round.wav")
    tree.link("dangling.wav", to: "/nonexistent/a.wav")
    #expect(walk() == ["a/song.wav"])
  }

  @Test("a link to a folder or file elsewhere is followed, once")
  func links() throws {
    let elsewhere = try ScratchTree()
    try elsewhere.file("other.wav")
    tree.link("one", to: elsewhere.url.path)
    tree.link("two", to: elsewhere.url.path)
    tree.link("song.wav", to: elsewhere.url.appending(path: "other.wav").path)
    #expect(walk() == ["one/other.wav", "song.wav"])
  }

  @Test("folders linked to each other do not multiply")
  func ladderOfLinks() throws {
    for level in 0..<12 {
      try tree.folder("d\(level)")
      for link in ["x", "y"] { tree.link("d\(level)/\(link)", to: "../d\(level + 1)") }
    }
    try tree.file("d12/song.wav")
    #expect(walk().count < 100)
  }

  @Test("FIFOs and devices are passed over, unless a link calls one a song")
  func specials() throws {
    #expect(unsafe mkfifo(tree.url.appending(path: "fifo.wav").path, 0o600) == 0)
    tree.link("zero.wav", to: "/dev/zero")
    tree.link("null", to: "/dev/null")
    try tree.folder("folder.wav")
    #expect(walk() == ["not_a_file zero.wav"])
    #expect(
      walk([SourcePath(tree.url.appending(path: "fifo.wav").path)]) == ["not_a_file fifo.wav"])
  }

  @Test("a path that was named and is not there is an answer")
  func missing() throws {
    #expect(walk([SourcePath("\(tree.path)/none.wav")]) == ["not_found none.wav"])
    let path = try tree.file("here.wav")
    var walker = SourceWalker([path])
    guard case .file(let found) = walker.next() else {
      Issue.record("a named file is found")
      return
    }
    #expect(found.isNamed)
    #expect(found.stamp.size == 12)
    #expect(walker.next() == nil)
  }

  @Test("names keep their bytes, in UTF-8 or not")
  func names() throws {
    let odd: [[UInt8]] = [
      Array("latin1_".utf8) + [0xE9, 0xFF] + Array(".wav".utf8), Array("new\nline.wav".utf8),
      Array("e\u{301}.wav".utf8), Array("\u{E9}.wav".utf8), Array(repeating: 0x6E, count: 255),
    ]
    for name in odd {
      let path = tree.path.appending(name)
      let file = unsafe open(
        path.bytes.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o600)
      #expect(file >= 0)
      close(file)
    }
    var walker = SourceWalker([tree.path])
    var found: [[UInt8]] = []
    while case .file(let file)? = walker.next() { found.append(Array(file.path.lastComponent)) }
    #expect(Set(found) == Set(odd))
    #expect(found == found.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test("the library and the litter of systems are left out, hidden music is not")
  func exclusions() throws {
    for name in [
      "library/r.ogg", "@eaDir/a.wav", ".Trash-1000/a.wav", ".DS_Store", ".38 Special/Hold On.wav",
      "...And Justice/One.wav",
    ] { try tree.file(name) }
    let library = SourcePath("\(tree.path)/library")
    #expect(
      walk(excluding: [library]) == ["...And Justice/One.wav", ".38 Special/Hold On.wav"])
  }

  @Test(
    "a folder that may not be read is an answer, and the walk goes on", .enabled(if: geteuid() != 0)
  )
  func unreadable() throws {
    try tree.file("b.wav")
    try tree.folder("a")
    #expect(unsafe chmod(tree.url.appending(path: "a").path, 0) == 0)
    #expect(walk() == ["permission_denied a", "b.wav"])
    _ = unsafe chmod(tree.url.appending(path: "a").path, 0o700)
  }
}

import Foundation
import Glibc
import Sound

extension FolderBuilder {
  mutating func addNames() throws {
    let names = [
      "new\nline.wav": "a line feed", "tab\tand 'quote\" $(touch pwned) ;.wav": "a shell command",
      "rtl_\u{202E}gnp.wav": "a reversal of the writing", "emoji_🎧👩‍🎤.wav": "joined emoji",
      "nfd_cafe\u{301}.wav": "an accent by itself",
      "nfc_caf\u{E9}.wav": "an accent with its letter",
      "-rf.wav": "an option", " .wav": "a blank", "UPPER.WAV": "capitals", ".hidden.wav": "hidden",
      "trailing dot..wav.": "a dot at the end", "trailing blank.wav ": "a blank at the end",
      "csv_=cmd|' !A0.wav": "a formula", "CON.wav": "a device of another system",
      "back\\slash.wav": "another system's separator", "%2e%2e%2fup.wav": "an escaped path",
      String(repeating: "n", count: 251) + ".wav": "255 bytes", "\u{7F}\u{1B}[2J.wav": "escapes",
    ]
    for (name, what) in names.sorted(by: { $0.key < $1.key }) {
      try add(name, WaveFile().bytes(sounds.bytes(frames: 4_410)), "its name: \(what)", .good)
    }
    // Twins: one name to people, two to the file system.
    for (index, name) in ["twin_\u{E9}.wav", "twin_e\u{301}.wav"].enumerated() {
      try add(
        name, WaveFile().bytes(sounds.bytes(frames: 4_410)),
        index == 0 ? "twin, composed" : "twin, decomposed", .good)
    }
    try add(
      name: Array("latin1_".utf8) + [0xE9, 0xFF] + Array(".wav".utf8),
      WaveFile().bytes(sounds.bytes(frames: 4_410)), "its name: bytes that are not UTF-8", .good)
    let deep = Array(repeating: String(repeating: "long", count: 12), count: 6).joined(
      separator: "/")
    try makeFolder(deep)
    try add(
      deep + "/deep.wav", WaveFile().bytes(sounds.bytes(frames: 4_410)), "300 bytes of path", .good)
    let same = WaveFile().bytes(sounds.bytes(frames: 4_410))
    try add("original.wav", same, "the first of two equal files", .good)
    var copy = Verdict.good
    copy.isDuplicate = true
    try add("original_copy.wav", same, "the second of two equal files", copy)
  }

  /// What is no file, or none that may be read.
  mutating func addEntries() throws {
    try makeFolder("loop")
    try link("loop/up", to: "..", "a link to the folder above", .passedOver)
    try link("self.wav", to: "self.wav", "a link to itself", .passedOver)
    try link("dangling.wav", to: "/nonexistent/a.wav", "a link to nowhere", .passedOver)
    try link("escape.wav", to: "/etc/passwd", "a link out of the folder", .rejected("not_audio"))
    try link("zero.wav", to: "/dev/zero", "a link to an endless device", .rejected("not_a_file"))
    try makeFolder("folder.wav")
    note("folder.wav", "a folder that is called like audio", .passedOver)
    if unsafe mkfifo(url("fifo.wav"), 0o600) == 0 {
      note("fifo.wav", "a FIFO that nobody writes to", .passedOver)
    }
    if unsafe mknod(url("device.wav"), S_IFCHR | 0o600, Self.endlessZeros) == 0 {
      note("device.wav", "an endless device", .passedOver)
    }
    if bindSocket(url("socket.wav")) { note("socket.wav", "a socket", .passedOver) }

    // Root may read everything: then these are files like all others.
    let mayRead = geteuid() == 0
    try add(
      "unreadable.wav", WaveFile().bytes(sounds.bytes(frames: 4_410)), "nobody may read it",
      mayRead ? .good : .rejected("permission_denied"))
    try makeFolder("locked")
    try add(
      "locked/inside.wav", WaveFile().bytes(sounds.bytes(frames: 4_410)),
      "in a folder that nobody may read", mayRead ? .good : .passedOver)
    if !mayRead {
      note("locked", "a folder that nobody may read", .rejected("permission_denied"))
    }
    for name in Self.locked { _ = unsafe chmod(url(name), 0) }
  }

  /// Files of some GB that take no room.
  mutating func addSparse() throws {
    try addSparse(
      "sparse_2gb.wav",
      WaveFile(rate: 384_000, dataLength: 0x7FFF_FFFF - 44).bytes([]), size: 0x7FFF_FFFF,
      "2 GB of silence", .good("silent"))
    try addSparse(
      "sparse_10gb.wav",
      WaveFile(
        id: "RF64", channels: 1, rate: 8_000, bits: 8, dataLength: 0xFFFF_FFFF,
        first: WaveFile.ds64(data: 10_000_000_000)
      ).bytes([]), size: 10_000_000_100, "10 GB, two weeks long", .rejected("too_long"))
    try addSparse(
      "sparse_list.wav",
      WaveFile(before: Bytes.chunk("LIST", Bytes.ascii("INFO"), declares: 300_000_000)).bytes([]),
      size: 400_000_000, "300 MB of tags in front", .rejected("too_much_metadata"))
    try addSparse(
      "sparse_zeros.flac", Bytes.ascii("fLaC"), size: 1_000_000_000,
      "a signature and 1 GB of zeros",
      .rejected("damaged"))
    try addSparse(
      "sparse_flac.flac", FLACFile(sounds.next(frames: 44_100)).bytes, size: 1_000_000_000,
      "a good file and 1 GB of zeros behind it", .good)
  }

  /// Major 1, minor 5: /dev/zero.
  private static let endlessZeros = dev_t(1 << 8 | 5)

  private func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: url(name), withIntermediateDirectories: true)
  }

  private mutating func link(
    _ name: String, to target: String, _ what: String, _ verdict: Verdict
  ) throws {
    guard unsafe symlink(target, url(name)) == 0 else {
      throw HostileFolder.WritingFailed(path: root.appending(Array(name.utf8)), errno: errno)
    }
    note(name, what, verdict)
  }

  private func bindSocket(_ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    // sun_path holds 107 bytes and a NUL (unix(7)); a longer path goes without a socket.
    guard bytes.count < 108 else { return false }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, length) == 0
      }
    }
  }
}

import Foundation
import Glibc
import Intake
import Sound
import Testing

@Suite("Digest and stamp of a file")
struct SourceDigestTests {
  let tree: ScratchTree
  init() throws { tree = try ScratchTree() }

  @Test("the digest is SHA-256, at and around the size of a piece")
  func knownAnswers() throws {
    // FIPS 180-2, appendix B.1; the others by sha256sum of that many zeros.
    let abc = try SourceDigest.digest(of: tree.file("abc", Array("abc".utf8))).0
    #expect(
      abc.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let sizes = [
      (1 << 20, "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58"),
      ((1 << 20) + 1, "2cb74edba754a81d121c9db6833704a8e7d417e5b13d1a19f4a52f007d644264"),
    ]
    for (size, expected) in sizes {
      let path = try tree.file("zeros", Array(repeating: 0, count: size))
      #expect(try SourceDigest.digest(of: path).0.description == expected)
    }
  }

  @Test("a stamp changes with the content and survives a new name")
  func stamp() throws {
    let path = try tree.file("a", [1, 2, 3])
    let before = try RegularFile(path).stamp
    let moved = tree.url.appending(path: "b")
    try FileManager.default.moveItem(at: tree.url.appending(path: "a"), to: moved)
    let after = try RegularFile(SourcePath(moved.path)).stamp
    #expect(after.sameContent(as: before))
    let handle = try FileHandle(forWritingTo: moved)
    try handle.write(contentsOf: Data([4]))
    try handle.close()
    #expect(try !RegularFile(SourcePath(moved.path)).stamp.sameContent(as: before))
  }

  @Test("missing files, folders and devices are errors with a name in them")
  func faults() throws {
    func error(_ path: SourcePath) -> IntakeError? {
      #expect(throws: IntakeError.self) { try SourceDigest.digest(of: path) }
    }
    #expect(
      error(tree.path.appending(Array("none.wav".utf8)))?.description == "none.wav does not exist.")
    #expect(error(tree.path)?.code == "not_a_file")
    #expect(error(SourcePath("/dev/zero"))?.description == "zero is a device, not a file.")
    #expect(error(SourcePath("/dev/zero"))?.isTransient == false)
  }
}

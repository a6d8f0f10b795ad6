import Sound
import Testing

@Suite("Paths as bytes")
struct SourcePathTests {
  @Test(
    "what would harm a terminal is escaped, what is text stays",
    arguments: [
      ("a/new\nline.wav", "new\\nline.wav"), ("rtl_\u{202E}gnp.wav", "rtl_\\u{202E}gnp.wav"),
      ("\u{1B}[31m.wav", "\\u{1B}[31m.wav"), ("caf\u{E9}/🎧👩‍🎤.wav", "🎧👩‍🎤.wav"),
      ("tab\t.wav", "tab\\t.wav"),
    ])
  func printable(path: String, name: String) {
    #expect(SourcePath(path).name == name)
  }

  @Test("bytes that are not UTF-8 are kept and shown")
  func bytes() {
    let path = SourcePath(bytes: Array("d/l_".utf8) + [0xE9, 0xFF] + Array("é.wav".utf8))
    #expect(path.description == "d/l_\\xE9\\xFFé.wav")
    #expect(path.text == nil)
    #expect(path.bytes.contains(0xFF))
    #expect(SourcePath("é").text == "é")
  }

  @Test(
    "the last component and its extension",
    arguments: [
      ("/a/b.WAV", "b.WAV", "wav"), ("/a/b/", "b", ""), ("/", "/", ""),
      ("b.tar.gz", "b.tar.gz", "gz"),
      ("a.d/b", "b", ""), ("", "", ""),
    ])
  func components(path: String, name: String, suffix: String) {
    #expect(SourcePath(path).name == name)
    #expect(SourcePath(path).lowercasedExtension == suffix)
  }

  @Test("an entry of a folder is joined with one slash")
  func joining() {
    #expect(SourcePath("a").appending(Array("b".utf8)) == SourcePath("a/b"))
    #expect(SourcePath("/").appending(Array("b".utf8)) == SourcePath("/b"))
  }
}

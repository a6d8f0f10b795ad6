import Decoding
import Foundation
import Isolation
import Sound
import Tagging
import TestSignals
import Testing

@Suite("Isolated tag reader")
struct IsolatedTagReaderTests {
  let folder: TemporaryFolder
  let pool = Helpers.pool { $0.stallSeconds = 60 }
  var reader: IsolatedTagReader { IsolatedTagReader(with: pool) }
  init() throws { folder = try TemporaryFolder() }

  private static func big(_ value: Int, bytes: Int = 4) -> [UInt8] {
    (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A FLAC file of no frames with a title, and a picture of each of these kinds.
  private func flac(kinds: [Int]) throws -> SourcePath {
    func little(_ value: Int) -> [UInt8] { Self.big(value).reversed() }
    let entry = Array("TITLE=A \u{1}title, ünïcode and \u{10FFFF}".utf8)
    let comments = little(3) + Array("tst".utf8) + little(1) + little(entry.count) + entry
    let pictures = kinds.map { kind -> [UInt8] in
      let bytes = Self.png + [UInt8](repeating: UInt8(kind), count: 100_000)
      let mime = Array("image/png".utf8)
      return Self.big(kind) + Self.big(mime.count) + mime + Self.big(0) + Self.big(0) + Self.big(0)
        + Self.big(0) + Self.big(0) + Self.big(bytes.count) + bytes
    }
    let stream: [UInt8] =
      [0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0xC4, 0x42, 0xF0, 0, 0, 0, 0]
      + [UInt8](repeating: 0, count: 16)
    let blocks: [(UInt8, [UInt8])] =
      [(0, stream), (4, comments)] + pictures.map { (6, $0) }
    var file = Array("fLaC".utf8)
    for (index, block) in blocks.enumerated() {
      file.append(block.0 | (index == blocks.count - 1 ? 0x80 : 0))
      file += Self.big(block.1.count, bytes: 3) + block.1
    }
    return SourcePath(try folder.file("a.flac", file))
  }

  /// A PNG of one pixel.
  private static let png: [UInt8] = Array(
    Data(
      base64Encoded: """
        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk
        YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==
        """, options: .ignoreUnknownCharacters) ?? Data())

  @Test("tags and pictures are those of the reader that is not isolated")
  func same() throws {
    let path = try flac(kinds: [4, 3, 0])
    let expected = try TagReader.read(path: path.description)
    #expect(expected.pictures.count == 3)
    #expect(expected.tags.title?.hasPrefix("A ") == true)
    #expect(try reader.read(path) == expected)
    let cover = try reader.read(path, coverOnly: true)
    #expect(cover.pictures == [expected.pictures[1]])
    #expect(cover.tags == expected.tags)
    #expect(pool.started == 1)
  }

  @Test("a file that is no file fails with its own error")
  func errors() throws {
    let missing = failure { _ = try reader.read(SourcePath(folder.path + "/missing.flac")) }
    #expect(missing as? Decoding.DecodingError == .fault(.notFound, name: "missing.flac"))
    let other = failure { _ = try reader.read(SourcePath(folder.path)) }
    #expect((other as? Decoding.DecodingError)?.code == "not_a_file")
    let path = SourcePath(try folder.file("a.txt", Array("text".utf8)))
    #expect(try reader.read(path) == TagReader.read(path: path.description))
  }

  @Test("a cover is scaled alike, and a bad one fails alike")
  func covers() throws {
    // A bitmap of 100 × 100 pixels, 24 bits: larger than is allowed below.
    let header =
      Array("BM".utf8) + [0x66, 0x75, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 100, 0, 0, 0]
      + [100, 0, 0, 0, 1, 0, 24, 0] + [UInt8](repeating: 0, count: 24)
    let pixels = (0..<30_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let limits = CoverLimits(edge: 50, bytes: 20_000)
    let bitmap = Picture(mime: "image/bmp", description: "Hüllë", bytes: header + pixels)
    let expected = try CoverArt.fitted(bitmap, to: limits)
    #expect(expected.width == 50)
    #expect(try reader.fitted(bitmap, to: limits) == expected)
    let bad = Picture(mime: "image/png", bytes: Array(Self.png.prefix(30)))
    let small = CoverLimits(edge: 50, bytes: 10)
    for picture in [bad, Picture(mime: "x", bytes: [1, 2, 3])] {
      let found = failure { _ = try reader.fitted(picture, to: small) } as? TaggingError
      let alone = failure { _ = try CoverArt.fitted(picture, to: small) } as? TaggingError
      #expect(found != nil)
      #expect(found == alone)
    }
  }

  @Test("a large picture goes there and back")
  func large() throws {
    let noise = Signals.noise(frames: 4 << 20, seed: 9).map { UInt8(abs($0) * 900) }
    let picture = Picture(
      mime: "image/png", bytes: Self.png + noise, width: 1, height: 1)
    let limits = CoverLimits(edge: 50, bytes: 8 << 20)
    #expect(try reader.fitted(picture, to: limits) == CoverArt.fitted(picture, to: limits))
  }
}

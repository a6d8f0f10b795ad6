import Foundation
import Tagging
import Testing

@Suite struct CoverArtTests {
  /// A 4 × 2 bitmap of 24 bits: left half red, right half blue.
  private var bitmap: Picture {
    var bytes = AudioFiles.ascii("BM") + AudioFiles.little(78) + AudioFiles.little(0)
    bytes += AudioFiles.little(54) + AudioFiles.little(40) + AudioFiles.little(4)
    bytes += AudioFiles.little(2) + [1, 0, 24, 0] + AudioFiles.little(0) + AudioFiles.little(24)
    bytes += [UInt8](repeating: 0, count: 16)
    for _ in 0..<2 { bytes += [0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0] }
    return Picture(mime: "image/bmp", bytes: bytes)
  }

  /// A large JPEG, scaled up from the bitmap by way of the room itself.
  private func jpeg(edge: Int) throws -> Picture {
    let small = try CoverArt.fitted(bitmap, to: CoverLimits())
    #expect(small.mime == "image/jpeg")
    return small
  }

  @Test("a picture players do not read becomes a JPEG of the same size")
  func converted() throws {
    let cover = try CoverArt.fitted(bitmap, to: CoverLimits())
    #expect(cover.mime == "image/jpeg")
    #expect(cover.width == 4 && cover.height == 2)
    #expect(cover.bytes.starts(with: [0xFF, 0xD8, 0xFF]))
  }

  @Test("a picture that is too large is scaled by its longer side")
  func scaled() throws {
    let cover = try CoverArt.fitted(bitmap, to: CoverLimits(edge: 2))
    #expect(cover.width == 2 && cover.height == 1)
  }

  @Test("a picture within the limits stays as it is; twice the same gives the same")
  func same() throws {
    let jpeg = try jpeg(edge: 4)
    #expect(try CoverArt.fitted(jpeg, to: CoverLimits()).bytes == jpeg.bytes)
    let limits = CoverLimits(edge: 3)
    #expect(try CoverArt.fitted(jpeg, to: limits) == CoverArt.fitted(jpeg, to: limits))
  }

  @Test("a picture that declares too many pixels is refused before it is decoded")
  func bomb() throws {
    let header = AudioFiles.jpegHeader(width: 60_000, height: 60_000)
    let error = #expect(throws: TaggingError.self) {
      try CoverArt.fitted(Picture(mime: "image/jpeg", bytes: header), to: CoverLimits())
    }
    #expect(error?.code == "picture_too_large")
    #expect(error?.description.contains("60000 × 60000") == true)
  }

  @Test("damaged pictures and other bytes are errors, not crashes")
  func damaged() throws {
    for bytes in [[], [0xFF, 0xD8], AudioFiles.ascii("<svg/>"), Array(bitmap.bytes.prefix(60))] {
      let error = #expect(throws: TaggingError.self) {
        try CoverArt.fitted(Picture(mime: "image/jpeg", bytes: bytes), to: CoverLimits(edge: 1))
      }
      #expect(error?.code == "not_a_picture")
    }
  }
}

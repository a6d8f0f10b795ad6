import Foundation
import Sound
import Testing

@Suite struct TrackIDTests {
  @Test("an id has 22 base-62 characters, and spells itself")
  func spelling() throws {
    let digest = (0..<32).map { UInt8(($0 * 37 + 11) % 256) }
    let id = TrackID(digest: digest)
    // The number that the bytes spell, in base 62 by another program.
    #expect(id.description == "0l70glmpF5cksyrpkWylRY")
    #expect(TrackID(id.description) == id)
    let coded = try JSONDecoder().decode(TrackID.self, from: JSONEncoder().encode(id))
    #expect(coded == id)
  }

  @Test("the smallest and the largest digest have ids, and one past the largest has none")
  func extremes() {
    #expect(
      TrackID(digest: Array(repeating: 0, count: 16)).description
        == String(repeating: "0", count: 22))
    // 2^128 − 1 in base 62.
    let largest = TrackID(digest: Array(repeating: 255, count: 16)).description
    #expect(largest == "7N42dgm5tFLK9N8MT7fHC7")
    #expect(TrackID("7N42dgm5tFLK9N8MT7fHC8") == nil)
  }

  @Test("only the first 128 bits count")
  func firstBits() {
    let digest = (0..<16).map { UInt8($0) }
    #expect(TrackID(digest: digest) == TrackID(digest: digest + [1, 2, 3]))
    #expect(TrackID(digest: digest) != TrackID(digest: digest.reversed()))
  }

  @Test(
    "what is no id is refused",
    arguments: [
      "", "0", String(repeating: "0", count: 23), "000000000000000000000-",
      "000000000000000000000é",
    ])
  func noID(text: String) {
    #expect(TrackID(text) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(TrackID.self, from: JSONEncoder().encode(text))
    }
  }
}

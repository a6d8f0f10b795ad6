import Testing

@testable import Similarity

@Suite struct SpaceParametersTests {
  @Test(
    "Base64 is RFC 4648's, line breaks passed over",
    arguments: [
      ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\nYmFy", "foobar"),
    ])
  func base64(text: String, expected: String) {
    #expect(Base64.decode(text) == Array(expected.utf8))
  }

  @Test("another character is no Base64")
  func notBase64() {
    #expect(Base64.decode("Zm9v!") == nil)
  }

  @Test(
    "the hash is FNV-1a, as published",
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c),
      ("foobar", 0x8594_4171_f739_67e8) as (String, UInt64),
    ])
  func hash(text: String, expected: UInt64) {
    #expect(FNV1a.hash(text.utf8) == expected)
  }

  @Test("the families fill the vector without gaps, and their weights add up to 1")
  func layout() throws {
    let parameters = try SpaceParameters.current()
    #expect(parameters.dimensions == Embedding.dimensions)
    var next = 0
    for family in FeatureFamily.allCases {
      let range = Embedding.range(of: family)
      #expect(range.lowerBound == next)
      #expect(!range.isEmpty)
      next = range.upperBound
    }
    #expect(next == Embedding.dimensions)
    #expect(abs(parameters.projections.reduce(0) { $0 + $1.weight } - 1) < 1e-6)
    #expect(abs(SpaceParameters.sharesOfAnyPair.reduce(0, +) - 1) < 1e-3)
    #expect((1.2...1.6).contains(parameters.medianDistance))
  }

  @Test("a flipped bit anywhere, a missing or an added byte is noticed")
  func damage() throws {
    let bytes = try #require(Base64.decode(SpaceParameters.encoded))
    #expect(SpaceParameters(bytes: bytes) != nil)
    for place in stride(from: 0, to: bytes.count, by: 997) {
      var damaged = bytes
      damaged[place] ^= 1
      #expect(SpaceParameters(bytes: damaged) == nil, "byte \(place)")
    }
    #expect(SpaceParameters(bytes: bytes.dropLast()) == nil)
    #expect(SpaceParameters(bytes: bytes + [0]) == nil)
    #expect(SpaceParameters(bytes: []) == nil)
  }

  @Test("a valid hash over nonsense is no space")
  func nonsense() {
    // Numbers of inputs and outputs far beyond what follows.
    var bytes: [UInt8] = Array("ASPC".utf8) + [1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0]
    bytes += [255, 255, 255, 255, 255, 255, 255, 255]
    let hash = FNV1a.hash(bytes)
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: hash >> UInt64(8 * i))) }
    #expect(SpaceParameters(bytes: bytes) == nil)
  }
}

import Foundation
import Tagging
import Testing

@Suite struct TrackTagsTests {
  @Test("names are compared without case, order is kept, values are not repeated")
  func fields() throws {
    var tags = TrackTags()
    tags.append("a", to: "Artist")
    tags.append("b", to: "ARTIST")
    tags.append("a", to: "artist")
    tags["title"] = ["t"]
    #expect(tags.fields.map(\.name) == ["ARTIST", "TITLE"])
    #expect(tags["aRtIsT"] == ["a", "b"])
    tags["ARTIST"] = []
    #expect(tags.fields.map(\.name) == ["TITLE"])
    #expect(tags["GENRE"].isEmpty)
    #expect(try JSONDecoder().decode(TrackTags.self, from: try JSONEncoder().encode(tags)) == tags)
  }

  @Test(
    "a track number is the number before the stroke",
    arguments: [
      ("7", 7), ("3/12", 3), ("04", 4), ("A2", 2), ("", nil), ("one", nil),
    ] as [(String, Int?)])
  func trackNumber(text: String, number: Int?) {
    var tags = TrackTags()
    tags["TRACKNUMBER"] = [text]
    #expect(tags.trackNumber == number)
  }
}

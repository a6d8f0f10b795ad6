import Analysis
import Foundation
import Interchange
import Similarity
import Sound
import Tagging
import TestLibrary
import Testing

@testable import Catalogue
@testable import Ingestion
@testable import Retrieval

/// Checks an object against what the interface promises of it: `what` is a name and its type, "number?" for
/// a number or null.
func expect(
  _ object: Any?, has what: KeyValuePairs<String, String>, _ place: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let object = try #require(
    object as? [String: Any], "\(place) is an object", sourceLocation: sourceLocation)
  for (name, type) in what {
    let value = try #require(
      object[name], "\(place).\(name) is there", sourceLocation: sourceLocation)
    let mayBeNull = type.hasSuffix("?")
    if mayBeNull, value is NSNull { continue }
    let isRight =
      switch type.replacing("?", with: "") {
      case "number": value is NSNumber && !isTruthValue(value)
      case "string": value is String
      case "bool": isTruthValue(value)
      case "array": value is [Any]
      case "object": value is [String: Any]
      case "null": value is NSNull
      default: false
      }
    #expect(isRight, "\(place).\(name) is \(type)", sourceLocation: sourceLocation)
  }
}

/// Whether a parsed value was written as `true` or `false`: Foundation calls 1 and 0 truth values too.
private func isTruthValue(_ value: Any) -> Bool {
  guard let number = value as? NSNumber else { return false }
  return unsafe String(cString: number.objCType) == "c"
}

@Suite("Answers have the shape that scripts rely on")
struct ShapeTests {
  private func object(_ json: JSONValue) throws -> [String: Any] {
    try parsed(json, as: [String: Any].self)
  }

  @Test("analysis")
  func analysis() throws {
    let json = Records.analysis().json(behind: ["path": .string("x.flac")])
    let object = try object(json)
    try expect(
      object,
      has: [
        "path": "string", "duration": "number", "sampleRate": "number", "channels": "number",
        "analysisVersion": "number", "tempo": "object", "timeSignature": "object?",
        "beats": "array", "downbeats": "array?", "key": "object", "loudness": "object",
        "descriptors": "object", "sections": "array?", "chords": "array?", "silence": "bool",
      ], "analysis")
    try expect(
      object["tempo"],
      has: [
        "bpm": "number", "confidence": "number", "alternatives": "array", "stability": "number",
      ], "tempo")
    try expect(
      object["key"],
      has: [
        "tonic": "string", "mode": "string", "confidence": "number", "tuning": "number",
        "alternatives": "array",
      ], "key")
    try expect(
      object["loudness"],
      has: [
        "integrated": "number", "range": "number", "truePeak": "number", "shortTermMax": "number",
      ], "loudness")
    try expect(
      object["descriptors"],
      has: [
        "energy": "object", "danceability": "object?", "valence": "object?",
        "acousticness": "object?", "instrumentalness": "object?", "speechiness": "object?",
        "liveness": "object?",
      ], "descriptors")
    #expect(object["descriptorReference"] as? String == Descriptors.reference)
    let tempo = try #require(object["tempo"] as? [String: Any])
    try expect(
      (tempo["alternatives"] as? [Any])?.first, has: ["bpm": "number", "confidence": "number"],
      "alternative tempo")
    let key = try #require(object["key"] as? [String: Any])
    #expect(key["tonic"] as? String == "A")
    #expect(key["mode"] as? String == "minor")
    try expect(
      (key["alternatives"] as? [Any])?.first,
      has: ["tonic": "string", "mode": "string", "confidence": "number"], "alternative key")
    #expect(object["silence"] as? Bool == false)
    #expect(object["beats"] as? [Double] == [0.46, 0.93, 1.4])
  }

  @Test("a descriptor says where it comes from, and where it lies in the library if there is one")
  func descriptor() throws {
    func energy(_ json: JSONValue) throws -> [String: Any] {
      let descriptors = try #require(try object(json)["descriptors"] as? [String: Any])
      return try #require(descriptors["energy"] as? [String: Any])
    }
    let analysis = Records.analysis()
    let alone = try energy(analysis.json())
    #expect(alone["value"] as? Double == 0.5)
    #expect(alone["percentile"] as? Double == 34.5)
    #expect(alone["base"] as? Double == 0.6)
    #expect(alone["contributions"] as? [String: Double] == ["pace": -0.3, "fullness": 0.2])
    #expect(alone["libraryPercentile"] == nil)
    // In the order of their weight, as people read them.
    #expect(analysis.json().description.contains(#""contributions":{"pace":-0.3,"fullness":0.2}"#))
    let inside = try energy(analysis.json(libraryPercentiles: ["energy": 62.04]))
    #expect(inside["libraryPercentile"] as? Double == 62)

    // What older versions stored has a value and no more.
    var old = analysis
    old.descriptors.energy = Descriptor(value: 0.5, confidence: 0.8)
    try expect(
      try energy(old.json()),
      has: ["percentile": "null", "base": "null", "contributions": "null"], "old descriptor")
  }

  @Test("voices are curves in percent, and null for silence")
  func voices() throws {
    let curves = try object(Records.analysis(features: Records.features).voicesJSON)
    try expect(
      curves, has: ["step": "number", "voice": "array", "speech": "array", "crowd": "array"],
      "voices")
    #expect(curves["voice"] as? [Int] == [0, 100, 37])
    #expect(Records.analysis().voicesJSON == .null)
  }

  @Test("an analysis of an excerpt says where that begins, any other does not")
  func excerpt() {
    var analysis = Records.analysis()
    #expect(!analysis.json().description.contains("excerptStart"))
    analysis.excerptStart = 31.5
    #expect(
      analysis.json(behind: ["path": .string("x")]).description.hasPrefix(
        #"{"path":"x","excerptStart":31.5,"duration":"#))
  }

  @Test("the analysis of silence has null where there is no answer, and no made-up number")
  func silence() throws {
    let silent = Records.analysis(bpm: nil, key: nil, energy: nil, integrated: nil)
    let object = try object(silent.json())
    try expect(
      object, has: ["tempo": "null", "key": "null", "beats": "array", "silence": "bool"], "analysis"
    )
    try expect(
      object["loudness"],
      has: ["integrated": "null", "range": "null", "truePeak": "null", "shortTermMax": "null"],
      "loudness")
    try expect(object["descriptors"], has: ["energy": "null"], "descriptors")
    #expect(object["silence"] as? Bool == true)
    #expect(!silent.json().description.contains("-1"))
  }

  @Test("numbers that are not finite are null")
  func notFinite() throws {
    var analysis = Records.analysis()
    analysis.loudness.truePeak = -.infinity
    analysis.loudness.range = .nan
    analysis.tempo?.stability = .infinity
    let object = try object(analysis.json())
    try expect(object["loudness"], has: ["truePeak": "null", "range": "null"], "loudness")
    try expect(object["tempo"], has: ["stability": "null"], "tempo")
  }

  @Test("an ingested, a damaged and a rejected source, and the summary")
  func outcomes() throws {
    var outcome = SourceOutcome(
      path: "a/b.flac", status: .damaged, track: Records.trackID(1))
    outcome.stages = [("decode", 0.1304), ("ladder", 5.9)]
    outcome.warnings = [SourceWarning(code: "truncated", message: "From frame 9 on.")]
    let object = try object(outcome.json)
    try expect(
      object,
      has: [
        "path": "string", "status": "string", "track": "string", "stages": "object",
        "warnings": "array",
      ], "damaged")
    #expect(object["track"] as? String == Records.trackID(1).description)
    #expect((object["stages"] as? [String: Double])?["decode"] == 0.13)
    try expect(
      (object["warnings"] as? [Any])?.first, has: ["code": "string", "message": "string"], "warning"
    )

    var rejected = SourceOutcome(path: "c.wav", status: .rejected)
    (rejected.code, rejected.message) = ("empty_file", "c.wav is empty (0 bytes).")
    #expect(
      rejected.json.description
        == #"{"path":"c.wav","status":"rejected","code":"empty_file","#
        + #""message":"c.wav is empty (0 bytes).","offset":null,"quarantined":false}"#)
    rejected.offset = 44
    #expect(try self.object(rejected.json)["offset"] as? Int == 44)

    var summary = IngestSummary()
    summary.add(outcome)
    summary.add(rejected)
    let line = try #require(try self.object(summary.json)["summary"] as? [String: Any])
    try expect(
      line,
      has: [
        "ingested": "number", "unchanged": "number", "duplicate": "number", "damaged": "number",
        "rejected": "number", "seconds": "number",
      ], "summary")
    #expect(line["damaged"] as? Int == 1)
    #expect(line["rejected"] as? Int == 1)
    #expect(line["ingested"] as? Int == 0)
  }

  @Test("a path that is not text is shown, not dropped")
  func oddPath() throws {
    let outcome = SourceOutcome(
      path: SourcePath(bytes: Array("a\"".utf8) + [0xFF, 0x0A]), status: .unchanged)
    #expect(try object(outcome.json)["path"] as? String == #"a"\xFF\n"#)
  }

  @Test("a track with all that is known of it, always in the same words")
  func entry() throws {
    let entry = CatalogueEntry(
      track: Records.track(tags: Records.tags(artists: ["A", "B"])),
      derivatives: Records.derivatives(), sources: ["/m/a.flac", "/m/b.wav"])
    let object = try object(entry.json)
    try expect(
      object,
      has: [
        "track": "string", "title": "string", "artist": "string", "artists": "array",
        "album": "string", "duration": "number", "format": "object", "tags": "object",
        "sources": "array", "analysis": "object", "renditions": "array", "fingerprint": "object",
      ], "entry")
    #expect(object["sources"] as? [String] == ["/m/a.flac", "/m/b.wav"])
    let renditions = try #require(object["renditions"] as? [[String: Any]])
    #expect(renditions.compactMap { $0["rung"] as? String } == ["24", "96", "160", "320"])
    try expect(
      renditions.first,
      has: [
        "path": "string", "bytes": "number", "sha256": "string", "frames": "number",
        "sampleRate": "number", "channels": "number", "meanBitrate": "number",
      ], "rendition")
    #expect(entry.json.description == entry.json.description)

    let bare = CatalogueEntry(
      track: Records.track(tags: TrackTags()), derivatives: Derivatives(), sources: [])
    try expect(
      try self.object(bare.json),
      has: [
        "title": "null", "artist": "null", "album": "null", "analysis": "null",
        "fingerprint": "null", "renditions": "array",
      ], "bare entry")
  }

  @Test("a similar track, with and without why")
  func similar() throws {
    let embedding = try Embedding(vector: Records.embedding().vector, version: SpaceVersion.current)
    let answer = { (shares: FamilyShares?) in
      SimilarTracks.Answer(
        entry: CatalogueEntry(
          track: Records.track(tags: TrackTags()), derivatives: Derivatives(), sources: []),
        distance: 0.21349, similarity: 0.8704, shares: shares)
    }
    let plain = try object(answer(nil).json)
    try expect(
      plain,
      has: [
        "track": "string", "title": "string?", "artist": "string?", "distance": "number",
        "similarity": "number",
      ], "answer")
    #expect(plain["why"] == nil)
    let why = try object(answer(FamilyShares(from: embedding, to: embedding)).json)["why"]
    try expect(
      why,
      has: ["timbre": "number", "rhythm": "number", "tonality": "number", "dynamics": "number"],
      "why")
  }
}

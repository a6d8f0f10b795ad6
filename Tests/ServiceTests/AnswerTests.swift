import Foundation
import HTTPTypes
import Hummingbird
import Interchange
import Sound
import TestLibrary
import Testing

@testable import Service

@Suite("How answers are written and questions read")
struct AnswerTests {
  @Test(
    "thousandths are written as short as they can be",
    arguments: [
      (0, "0"), (1, "0.001"), (-1, "-0.001"), (1000, "1"), (-14_200, "-14.2"), (127_980, "127.98"),
      (10_050, "10.05"),
    ] as [(Int32, String)])
  func thousandths(value: Int32, text: String) {
    var bytes = ByteText(capacity: 0)
    bytes.append(thousandths: value)
    #expect(String(decoding: bytes.bytes, as: UTF8.self) == text)
  }

  @Test("queries are decoded: a plus is a space, an encoded comma parts a list like a bare one")
  func queries() throws {
    let query = try QueryItems("a=b%20c+d&list=x%2Cy,z&empty=&flag")
    #expect(query["a"] == "b c d")
    #expect(query.list("list") == ["x", "y", "z"])
    #expect(query.text("empty") == nil && query["flag"] == "")
    #expect(try query.integer("none", in: 1...2, or: 2) == 2)
    for wrong in ["limit=1&limit=1", "limit=", "limit=one", "limit=3"] {
      #expect(throws: ServiceError.self, "\(wrong)") {
        try QueryItems(wrong).integer("limit", in: 1...2, or: 2)
      }
    }
    #expect(try QueryItems("x=-1.5e2").number("x", in: -200...0) == -150)
    for wrong in ["x=0x10", "x=inf", "x=nan", "x=1 ", "x=", "x=1_0"] {
      #expect(throws: ServiceError.self, "\(wrong)") {
        try QueryItems(wrong).number("x", in: -.infinity ... .infinity)
      }
    }
    for wrong in ["a=%", "a=%zz", "a=%ff", "a=%00"] {
      #expect(throws: ServiceError.self) { try QueryItems(wrong) }
    }
  }

  @Test("a key tells ids apart, and is none for what is no id")
  func keys() {
    let ids = (0...255).map { Records.trackID(UInt8($0)).description }
    #expect(Set(ids.compactMap { TrackKey($0.utf8) }).count == 256)
    #expect(TrackKey("7N42dgm5tFLK9N8MT7fHC7".utf8) != nil)  // 2¹²⁸ − 1
    #expect(TrackKey("7N42dgm5tFLK9N8MT7fHC8".utf8) == nil)
    #expect(TrackKey("ZZZZZZZZZZZZZZZZZZZZZZ".utf8) == nil)
    #expect(TrackKey("short".utf8) == nil)
    #expect(TrackKey("!N42dgm5tFLK9N8MT7fHC7".utf8) == nil)
  }

  @Test(
    "dates say how far they are known",
    arguments: [
      ("2001", "2001", "year"), ("2001-02", "2001-02", "month"),
      ("2001-02-03", "2001-02-03", "day"), ("2001-02-03T10:00", "2001-02-03", "day"),
      ("2001-13", "2001", "year"), ("spring", "0000", "year"), ("", "0000", "year"),
      ("20010203", "2001", "year"), ("20xx", "0000", "year"), ("0000", "0000", "year"),
    ])
  func dates(tag: String, text: String, precision: String) {
    let date = ReleaseDate(tag)
    #expect(date.text == text && date.precision == precision)
    #expect(ReleaseDate.year(tag) == (text == "0000" ? nil : Int(text.prefix(4))))
  }

  @Test("a search's words must all be found, quotes hold words together, accents do not matter")
  func search() {
    let text = SearchText(
      title: SearchText.folded("Für Elise"), artist: SearchText.folded("Ludwig van Beethoven"),
      album: SearchText.folded("Bagatelles"), genre: SearchText.folded("Classical"))
    for (query, isFound) in [
      ("fur elise", true), ("\"Für Elise\"", true), ("elise für", true), ("\"elise für\"", false),
      ("artist:beethoven elise", true), ("artist:bach elise", false), ("genre:classical", true),
      ("nobody", false), ("", true), ("\"\"", true), ("track:\"fur elise\" album:bagat", true),
    ] {
      #expect((SearchQuery(query).rank(text) != nil) == isFound, "\(query)")
    }
  }

  @Test("the document describes every address there is, and no other")
  func openAPI() async throws {
    let server = try Served().server()
    let routes = server.router.routes.map { route in
      let path = route.path.description.split(separator: "/").map { part in
        part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
      }.joined(separator: "/")
      return "\(route.method.rawValue.lowercased()) /\(path)"
    }.filter { !$0.contains("/rest/") && $0 != "get /" }
    let described = Operation.all.map { "\($0.method) \($0.path)" }
    #expect(Set(described).count == described.count)
    #expect(Set(routes).subtracting(described).sorted() == [])
    #expect(Set(described).subtracting(routes).sorted() == [])
    let json = try JSONSerialization.jsonObject(
      with: Data(OpenAPIDocument.text(base: "http://localhost").utf8))
    #expect((json as? [String: Any])?["openapi"] as? String == "3.1.0")
  }

  @Test(
    "the patterns of the document let through what is taken, and nothing that is not",
    arguments: [
      (Schemas.someIDs, ["a", ",a", "a,b"], ["", ",", "a\u{0}"]),
      (Schemas.words, ["a", "für Elise"], ["", "a\u{0}"]),
      (Schemas.ids(2), [id, "\(id),\(id)"], ["", "a", "\(id),", "\(id),\(id),\(id)"]),
      (Schemas.searchTypes, ["track", "track,album"], ["", "tracks", "track,"]),
      (
        Schemas.checksum, ["md5 1B2M2Y8AsgTpgAmY7PhCfg=="], ["", "md5 AAAA", "crc32 AAAAAA=="]
      ),
      (
        Schemas.metadata,
        ["", "filename", "filename dGVzdA==", "filename dGVzdA==,is_private", "a-b.c YWI="],
        [",", "filename ???", "a b c"]
      ),
      (
        Schemas.digest, ["sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"],
        ["", "md5=:AAAA:", "sha-256=:AAAA:"]
      ),
    ] as [(JSONValue, [String], [String])])
  func patterns(schema: JSONValue, taken: [String], refused: [String]) throws {
    let json = try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any]
    let pattern = try Regex(try #require(json?["pattern"] as? String))
    for text in taken { #expect(text.firstMatch(of: pattern) != nil, "\(text)") }
    for text in refused { #expect(text.firstMatch(of: pattern) == nil, "\(text)") }
  }

  private static let id = Records.trackID(1).description

  @Test(
    "answers are packed for who takes that; what is said of gzip goes before what is said of all")
  func packing() async throws {
    try await Served().run { visitor in
      for (accepted, isPacked) in [
        ("gzip", true), ("*", true), ("gzip;q=0.5, br", true), ("*;q=0, gzip", true), ("br", false),
        ("gzip;q=0, *", false), ("*, gzip;q=0.0", false), ("*;q=0", false), ("", false),
      ] {
        let reply = try await visitor.ask(
          "/api/openapi.json", headers: ["Accept-Encoding": accepted])
        #expect((reply.headers[.contentEncoding] == "gzip") == isPacked, "\(accepted)")
      }
    }
  }

  @Test("metrics are in Prometheus' text format, buckets cumulative")
  func metrics() {
    let metrics = Metrics()
    metrics.count("a_total", "x=\"1\"", by: 2)
    metrics.observe("b_seconds", "", 0.002, ends: [0.001, 0.01])
    metrics.observe("b_seconds", "", 5, ends: [0.001, 0.01])
    let lines = metrics.text.split(separator: "\n").map(String.init)
    #expect(lines.contains("# TYPE a_total counter") && lines.contains("a_total{x=\"1\"} 2"))
    #expect(lines.contains("b_seconds_bucket{le=\"0.001\"} 0"))
    #expect(lines.contains("b_seconds_bucket{le=\"0.01\"} 1"))
    #expect(lines.contains("b_seconds_bucket{le=\"+Inf\"} 2"))
    #expect(lines.contains("b_seconds_count 2"))
    // Of totals that are set, too.
    metrics.set(MetricNames.cpu, to: 1)
    #expect(metrics.text.contains("# TYPE process_cpu_seconds_total counter"))
  }
}

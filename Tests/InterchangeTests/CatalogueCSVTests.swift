import Interchange
import Sound
import Tagging
import TestLibrary
import Testing

@testable import Catalogue

@Suite("Tables and playlists for other programs")
struct CatalogueCSVTests {
  private func entry(
    title: String? = "Title", artists: [String] = ["Artist"], sources: [SourcePath] = ["/m/a.wav"],
    derivatives: Derivatives = Records.derivatives()
  ) -> CatalogueEntry {
    CatalogueEntry(
      track: Records.track(tags: Records.tags(title: title, artists: artists)),
      derivatives: derivatives, sources: sources)
  }

  /// Reads a record as RFC 4180 §2 says, scalar by scalar.
  private func cells(_ row: String) throws -> [String] {
    var cells = [""]
    var isQuoted = false
    var scalars = Array(row.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if isQuoted, scalar == "\"", scalars.first == "\"" {
        cells[cells.count - 1].unicodeScalars.append("\"")
        scalars.removeFirst()
      } else if scalar == "\"" {
        #expect(isQuoted || cells[cells.count - 1].isEmpty, "a quote inside a plain cell: \(row)")
        isQuoted.toggle()
      } else if scalar == ",", !isQuoted {
        cells.append("")
      } else {
        #expect(isQuoted || (scalar != "\n" && scalar != "\r"), "a bare line break: \(row)")
        cells[cells.count - 1].unicodeScalars.append(scalar)
      }
    }
    #expect(!isQuoted, "a quote that is not closed: \(row)")
    return cells
  }

  @Test(
    "cells come back as they were",
    arguments: [
      "plain", "a, b", "say \"hi\"", "\"", "\"\"", ",", "line\nfeed", "carriage\rreturn", "a\r\nb",
      "\"\u{301}accent on a quote", ",\u{301}accent on a comma", " spaces ", "", "夜 🎧", "=1+1",
    ])
  func quoting(title: String) throws {
    let row = try cells(CatalogueCSV.row(entry(title: title)))
    #expect(row.count == CatalogueCSV.heading.split(separator: ",").count)
    #expect(Array(row[2].unicodeScalars) == Array(title.unicodeScalars))
  }

  @Test("every column stands under its heading")
  func columns() throws {
    let names = CatalogueCSV.heading.split(separator: ",").map(String.init)
    let row = try cells(CatalogueCSV.row(entry(artists: ["A", "B"])))
    let cell = Dictionary(uniqueKeysWithValues: zip(names, row))
    #expect(cell["track"] == Records.trackID(1).description)
    #expect(cell["artist"] == "A; B")
    #expect(cell["duration"] == "200")
    #expect(cell["tempo"] == "128")
    #expect(cell["key"] == "A")
    #expect(cell["mode"] == "minor")
    #expect(cell["camelot"] == "8A")
    #expect(cell["loudness"] == "-14.2")
    #expect(cell["energy"] == "0.5")
    #expect(cell["liveness"] == "")
    #expect(cell["source"] == "/m/a.wav")
  }

  @Test("no answer is an empty cell")
  func empty() throws {
    let silent = Records.analysis(bpm: nil, key: nil, energy: nil, integrated: nil)
    for derivatives in [Derivatives(), Derivatives(analysis: silent)] {
      let row = try cells(CatalogueCSV.row(entry(sources: [], derivatives: derivatives)))
      #expect(Set(row[5...]) == [""])
    }
  }

  @Test("a playlist has seconds, name and path on lines of their own")
  func playlist() {
    #expect(Playlist.lines(entry()) == ["#EXTINF:200,Artist – Title", "/m/a.wav"])
    #expect(
      Playlist.lines(entry(title: "two\nlines\r\nthree"))
        == ["#EXTINF:200,Artist – two lines three", "/m/a.wav"])
    #expect(
      Playlist.lines(entry(title: nil, artists: [])) == ["#EXTINF:200,a.wav", "/m/a.wav"])
  }

  @Test("a playlist names the first path that it can name, else leaves the track out")
  func oddPaths() {
    let odd = [SourcePath(bytes: [0x2F, 0xFF])]
    #expect(Playlist.lines(entry(sources: odd)) == [])
    #expect(Playlist.lines(entry(sources: odd + ["/m/b.wav"])).last == "/m/b.wav")
    #expect(Playlist.lines(entry(sources: ["/m/a\nb.wav"])) == [])
    #expect(Playlist.lines(entry(sources: ["/m/a\r\nb.wav"])) == [])
    #expect(Playlist.lines(entry(sources: ["/m/a\rb.wav"])) == [])
    #expect(Playlist.lines(entry(sources: [])) == [])
  }
}

import Catalogue
import Foundation
import Glibc
import Ingestion
import Recordings
import Sound
import TestLibrary
import TestSignals
import Testing

@testable import Fingerprinting

@Suite("Stopped while it compares recordings, an ingest goes on where it was", .serialized)
struct ComparisonInterruptionTests {
  private static let families = 40

  /// A library of made-up tracks that were not compared yet: of each family a track, a copy of it and a cut one.
  private static func library(in folder: String) throws -> Library {
    let library = try Library.writing(folder)
    for family in 0..<families {
      var generator = SeededGenerator(seed: UInt64(family) + 70)
      let words = (0..<1200).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
      let peaks = (0..<1200).map { index in
        Landmark(
          frame: index * 12 + Int.random(in: 0..<12, using: &generator),
          bin: Float(Int.random(in: Landmarks.bins, using: &generator)))
      }
      for kind in 0..<3 {
        let heard =
          switch kind {
          case 1: (words: words.map { $0 ^ 0x40 }, peaks: peaks.filter { $0.frame % 7 != 0 })
          case 2: (words: Array(words[..<800]), peaks: Array(peaks[..<800]))
          default: (words: words, peaks: peaks)
          }
        let number = UInt8(3 * family + kind)
        let seconds = heard.peaks.count / 8
        try library.catalogue.record(
          Records.source(SourcePath("/\(number)"), track: number),
          track: Records.track(number, seconds: seconds),
          derivatives: Derivatives(
            fingerprint: Fingerprint(
              algorithm: 1, words: heard.words, compressed: "", duration: Double(seconds)),
            fingerprintVersion: Fingerprint.version,
            landmarks: Landmarks(peaks: heard.peaks, levels: [])))
      }
    }
    return library
  }

  /// What was found about every track, and the groups.
  private static func findings(in folder: String) throws -> [String] {
    let catalogue = try Library.reading(folder).catalogue
    let links = try catalogue.audibleTracks().flatMap { track in
      try catalogue.links(of: track).map { "\($0.link) \($0.evidence)" }
    }
    return try links + catalogue.recordings().map { "\($0.key) in \($0.value)" }.sorted()
  }

  @Test(
    "kill -9 at three moments of it, then run to the end: links and groups are those of an undisturbed run"
  )
  func kill() throws {
    let room = try MusicRoom()
    let whole = room.folder.path + "/whole"
    let ingest = ["ingest", room.music, "--library"]
    _ = try Self.library(in: whole)
    #expect(try Program.Running(ingest + [whole]).finish().status == 0)
    let expected = try Self.findings(in: whole)
    #expect(try Library.reading(whole).catalogue.recordings().count >= 2 * Self.families)

    var due = 3 * Self.families
    do {
      let library = try Self.library(in: room.libraryFolder)
      #expect(try library.catalogue.tracksToCompare().count == due)
    }
    let catalogue = try Library.reading(room.libraryFolder).catalogue
    for _ in 0..<3 {
      let running = try Program.Running(ingest + [room.libraryFolder])
      // Some have been compared since it began, and it is at the next.
      var left = due
      while running.process.isRunning, left > due - 8 {
        left = try catalogue.tracksToCompare().count
      }
      running.send(SIGKILL)
      #expect(running.finish().status == 128 + SIGKILL)
      left = try catalogue.tracksToCompare().count
      #expect((1..<due).contains(left), "killed in the middle")
      due = left
    }
    #expect(try Self.findings(in: room.libraryFolder) != expected)
    #expect(try Program.Running(ingest + [room.libraryFolder]).finish().status == 0)
    #expect(try Self.findings(in: room.libraryFolder) == expected)
    #expect(try catalogue.tracksToCompare().isEmpty)
  }
}

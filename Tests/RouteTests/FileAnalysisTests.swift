import Analysis
import Ingestion
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("Analysis of a file by itself")
struct FileAnalysisTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test("a fast analysis is of the middle two minutes, and says where they begin")
  func fast() throws {
    let rate = 8000
    let piece = Pieces.clickTrack(bpm: 100, seconds: 150, sampleRate: rate)
    let path = SourcePath(
      try folder.file("long.wav", try AudioFile.bytes([piece.samples], sampleRate: rate)))
    let fast = try FileAnalysis(isFast: true).run(path).get()
    let start = try #require(fast.excerptStart)
    // Blocks are taken whole, and last four seconds here.
    #expect((15..<19.1).contains(start))
    #expect((115.9..<124.1).contains(fast.duration))
    let beats = fast.beats.map { $0 + start }
    #expect(beats.count > 190)
    for beat in beats { #expect(piece.beats.contains { abs($0 - beat) < 0.03 }) }

    let whole = try FileAnalysis().run(path).get()
    #expect(whole.excerptStart == nil)
    #expect(whole.duration == 150)
  }

  @Test("of a file of two minutes a fast analysis is the analysis")
  func short() throws {
    let samples = Pieces.clickTrack(bpm: 100, seconds: 20, sampleRate: 8000).samples
    let path = SourcePath(
      try folder.file("short.wav", try AudioFile.bytes([samples], sampleRate: 8000)))
    #expect(try FileAnalysis(isFast: true).run(path).get() == FileAnalysis().run(path).get())
  }
}

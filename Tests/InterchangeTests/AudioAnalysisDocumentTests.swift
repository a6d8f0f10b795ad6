import Foundation
import Interchange
import Sound
import TestSignals
import Testing

@testable import Analysis

/// The rules that readers of the public audio-analysis document rely on.
@Suite struct AudioAnalysisDocumentTests {
  private static let rate = 22_050

  enum Piece: CaseIterable {
    case groove, cadence, clicks, noise, silence, blip
  }

  private static func samples(_ piece: Piece) -> [Float] {
    switch piece {
    case .groove: Pieces.groove(bpm: 125, seconds: 30, sampleRate: rate)
    case .cadence: Pieces.cadence(tonic: 2, isMinor: true, seconds: 24, sampleRate: rate)
    case .clicks: Pieces.clickTrack(bpm: 90, seconds: 20, sampleRate: rate).samples
    case .noise: Signals.noise(frames: 5 * rate + 77)
    case .silence: Signals.silence(frames: 3 * rate)
    case .blip: Signals.noise(frames: 100)
    }
  }

  private static func analysis(_ piece: Piece) throws -> TrackAnalysis {
    let format = PCMFormat(sampleRate: SampleRate(hertz: rate), channels: 1)
    var analyser = try TrackAnalyser(format: format)
    try analyser.consume(PCMBlock(format: format, channels: [samples(piece)]))
    return try analyser.finish()
  }

  /// The document as a reader gets it, through text.
  private static func document(_ analysis: TrackAnalysis) throws -> [String: Any] {
    let document = AudioAnalysisDocument(
      analysis, making: .init(timestamp: 1_700_000_000, seconds: 0.25))
    let object = try JSONSerialization.jsonObject(with: Data(document.json.description.utf8))
    return try #require(object as? [String: Any])
  }

  private struct Interval {
    var start: Double
    var end: Double
    var confidence: Double
  }

  private static func intervals(
    _ name: String, in document: [String: Any]
  ) throws -> [Interval] {
    try objects(name, in: document).map { object in
      let start = try #require(object["start"] as? Double)
      let duration = try #require(object["duration"] as? Double)
      let confidence = try #require(object["confidence"] as? Double)
      return Interval(start: start, end: start + duration, confidence: confidence)
    }
  }

  private static func objects(
    _ name: String, in document: [String: Any]
  ) throws -> [[String: Any]] {
    try #require(document[name] as? [[String: Any]])
  }

  private static let names = ["bars", "beats", "tatums", "sections", "segments"]

  @Test("intervals rise, do not overlap and lie in the track", arguments: Piece.allCases)
  func intervals(piece: Piece) throws {
    let analysis = try Self.analysis(piece)
    let document = try Self.document(analysis)
    for name in Self.names {
      let intervals = try Self.intervals(name, in: document)
      for interval in intervals {
        #expect(interval.start >= 0 && interval.end <= analysis.duration + 2e-5, "\(name)")
        #expect((0...1).contains(interval.confidence), "\(name)")
      }
      for (interval, next) in zip(intervals, intervals.dropFirst()) {
        #expect(next.start > interval.start && next.start >= interval.end - 1e-9, "\(name)")
      }
    }
  }

  @Test("sections and segments tile the track", arguments: Piece.allCases)
  func tiling(piece: Piece) throws {
    let analysis = try Self.analysis(piece)
    let document = try Self.document(analysis)
    for name in ["sections", "segments"] {
      let intervals = try Self.intervals(name, in: document)
      // Silence has no sections, but it is one segment.
      if name == "sections", analysis.isSilent {
        #expect(intervals.isEmpty)
        continue
      }
      #expect(intervals.first?.start == 0, "\(name)")
      #expect(abs((intervals.last?.end ?? 0) - analysis.duration) < 1e-5, "\(name)")
      for (interval, next) in zip(intervals, intervals.dropFirst()) {
        #expect(abs(interval.end - next.start) < 1e-9, "\(name)")
      }
    }
  }

  @Test("beats lie in bars, bars begin on beats, beats are tatums", arguments: Piece.allCases)
  func metre(piece: Piece) throws {
    let document = try Self.document(Self.analysis(piece))
    let bars = try Self.intervals("bars", in: document)
    let beats = try Self.intervals("beats", in: document)
    let tatums = try Self.intervals("tatums", in: document)
    for beat in beats {
      #expect(bars.contains { $0.start <= beat.start && beat.end <= $0.end + 1e-5 })
      #expect(tatums.contains { abs($0.start - beat.start) < 1e-5 })
    }
    for bar in bars { #expect(beats.contains { $0.start == bar.start }) }
    if piece == .groove {
      #expect(bars.count > 10 && tatums.count == 2 * beats.count)
    }
    if piece == .silence { #expect(beats.isEmpty && bars.isEmpty && tatums.isEmpty) }
  }

  @Test("bars begin on the downbeats, and an upbeat is a bar of its own")
  func downbeats() throws {
    var analysis = try Self.analysis(.groove)
    let beats = analysis.beats
    try #require(beats.count > 30)
    analysis.meter = MeterEstimate(
      beatsPerBar: 3, confidence: 0.6, tatumsPerBeat: 2,
      downbeats: stride(from: 2, to: beats.count, by: 3).map { beats[$0] })
    let document = try Self.document(analysis)
    let bars = try Self.intervals("bars", in: document)
    #expect(bars[0].start == (beats[0] * 1e5).rounded() / 1e5)
    #expect(abs(bars[1].start - beats[2]) < 1e-5 && abs(bars[2].start - beats[5]) < 1e-5)
    #expect(bars.allSatisfy { $0.confidence == 0.6 })
    let track = try #require(document["track"] as? [String: Any])
    #expect(track["time_signature"] as? Int == 3)
    #expect(track["time_signature_confidence"] as? Double == 0.6)
  }

  @Test("segments have twelve pitches, the strongest 1, and twelve timbre numbers")
  func segments() throws {
    for piece in Piece.allCases {
      let segments = try Self.objects("segments", in: Self.document(Self.analysis(piece)))
      #expect(!segments.isEmpty)
      for (segment, next) in zip(segments, segments.dropFirst()) {
        #expect(segment["loudness_end"] as? Double == next["loudness_start"] as? Double)
      }
      for segment in segments {
        let pitches = try #require(segment["pitches"] as? [Double])
        #expect(pitches.count == 12 && pitches.allSatisfy { (0...1).contains($0) })
        #expect(pitches.max() == 1 || pitches.max() == 0)
        #expect(try #require(segment["timbre"] as? [Double]).count == 12)
        let time = try #require(segment["loudness_max_time"] as? Double)
        #expect(0 <= time && time <= (segment["duration"] as? Double ?? -1))
        #expect(segment["loudness_max"] is Double)
      }
    }
  }

  @Test("zero is written, and so is what there is none of")
  func zeros() throws {
    let silence = try Self.document(Self.analysis(.silence))
    let track = try #require(silence["track"] as? [String: Any])
    for name in [
      "tempo", "tempo_confidence", "time_signature", "time_signature_confidence",
      "key_confidence", "mode_confidence", "offset_seconds", "window_seconds", "end_of_fade_in",
    ] {
      #expect(track[name] as? Double == 0, "\(name)")
    }
    #expect(track["key"] as? Int == -1 && track["mode"] as? Int == -1)
    #expect(track["loudness"] as? Double == -60)
    #expect(track["sample_md5"] as? String == "")
    #expect(track["num_samples"] as? Int == 3 * Self.rate)
    let text = AudioAnalysisDocument(
      try Self.analysis(.cadence), making: .init(timestamp: 0, seconds: 0)
    ).json.description
    #expect(!text.contains("null") && text.contains("\"status_code\":0,\"timestamp\":0,"))
    #expect(text.contains("\"analysis_time\":0,"))
  }

  @Test("track and sections tell the music's own key and tempo")
  func music() throws {
    let document = try Self.document(Self.analysis(.cadence))
    let track = try #require(document["track"] as? [String: Any])
    #expect(track["key"] as? Int == 2 && track["mode"] as? Int == 0)
    #expect(try #require(track["mode_confidence"] as? Double) > 0.5)
    #expect(try #require(track["tempo"] as? Double) > 0)
    for section in try Self.objects("sections", in: document) {
      #expect(section["key"] as? Int == 2 && section["mode"] as? Int == 0)
      #expect(section["time_signature"] as? Int == track["time_signature"] as? Int)
    }
    #expect(track["start_of_fade_out"] as? Double ?? 0 > 20)
  }
}

public import Analysis
import Sound

/// A track's analysis in the shape of the public audio-analysis document: meta, track, bars, beats, tatums,
/// sections and segments.
///
/// Where the document has no word for "there is none" it has a number for it: no tempo is 0, no key and no
/// mode are −1, no loudness is −60 dB. Timbre is `TimbreBasis`, which plays the part of the original's
/// unpublished basis and is not the same numbers.
public struct AudioAnalysisDocument: Sendable {
  /// When and in how long the analysis was made.
  public struct Making: Sendable {
    /// Seconds since 1970, UTC.
    public var timestamp: Int
    /// Seconds.
    public var seconds: Double

    public init(timestamp: Int, seconds: Double) {
      self.timestamp = timestamp
      self.seconds = seconds
    }
  }

  /// Hz: what the analysis brings every file to.
  private static let analysisRate = 22_050
  /// dB: where the document's scale ends.
  private static let floor = -60.0

  private let analysis: TrackAnalysis
  private let making: Making
  private let metre: DocumentMetre

  /// - Parameters:
  ///   - analysis: with its details; without them the document has no segments.
  ///   - making: when and in how long it was made.
  public init(_ analysis: TrackAnalysis, making: Making) {
    self.analysis = analysis
    self.making = making
    metre = DocumentMetre(analysis)
  }

  /// The whole document.
  public var json: JSONValue {
    .object([
      "meta": meta,
      "track": track,
      "bars": .array(metre.bars.map(\.json)),
      "beats": .array(metre.beats.map(\.json)),
      "sections": .array(sections),
      "segments": .array(segments),
      "tatums": .array(metre.tatums.map(\.json)),
    ])
  }

  private var meta: JSONValue {
    let signal = analysis.downmix == .first ? "first channel" : "mono"
    return .object([
      "analyzer_version": .string("assonance \(AssonanceVersion.current), \(analysis.version)"),
      "platform": .string("Linux"),
      "detailed_status": .string("OK"),
      "status_code": .integer(0),
      "timestamp": .integer(making.timestamp),
      "analysis_time": .number(making.seconds, places: 5),
      "input_process": .string(
        "\(analysis.channels) channels \(analysis.sampleRate)->\(Self.analysisRate), \(signal)"),
    ])
  }

  private var track: JSONValue {
    let duration = analysis.duration
    let fades = analysis.fades
    let head = JSONValue.object([
      "num_samples": .integer(Int((duration * Double(Self.analysisRate)).rounded())),
      "duration": .number(duration, places: 5),
      "sample_md5": .string(""),
      "offset_seconds": .integer(0),
      "window_seconds": .integer(0),
      "analysis_sample_rate": .integer(Self.analysisRate),
      "analysis_channels": .integer(1),
      "end_of_fade_in": .number(fades?.endOfFadeIn ?? 0, places: 5),
      "start_of_fade_out": .number(fades?.startOfFadeOut ?? duration, places: 5),
    ])
    let whole = head.adding(
      Self.music(
        loudness: analysis.loudness.integrated, tempo: analysis.tempo?.bpm,
        tempoConfidence: analysis.tempo?.confidence, beatsPerBar: metre.beatsPerBar,
        beatsPerBarConfidence: metre.beatsPerBarConfidence, key: analysis.key?.key,
        keyConfidence: analysis.key?.confidence, modeConfidence: analysis.key?.modeConfidence))
    // The four opaque strings belonged to other programs' fingerprints.
    return whole.adding([
      "codestring": .string(""), "code_version": .integer(0),
      "echoprintstring": .string(""), "echoprint_version": .integer(0),
      "synchstring": .string(""), "synch_version": .integer(0),
      "rhythmstring": .string(""), "rhythm_version": .integer(0),
    ])
  }

  private var sections: [JSONValue] {
    let sections = analysis.sections ?? []
    let intervals = DocumentInterval.tiles(
      sections.map { ($0.start, $0.confidence) }, until: analysis.duration)
    return zip(sections, intervals).map { section, interval in
      interval.json.adding(
        Self.music(
          loudness: section.loudness, tempo: section.tempo,
          tempoConfidence: section.tempoConfidence,
          beatsPerBar: section.beatsPerBar ?? metre.beatsPerBar,
          beatsPerBarConfidence: section.beatsPerBarConfidence, key: section.key,
          keyConfidence: section.keyConfidence, modeConfidence: section.modeConfidence))
    }
  }

  private var segments: [JSONValue] {
    let segments = analysis.details?.segments ?? []
    let intervals = DocumentInterval.tiles(
      segments.map { ($0.start, $0.confidence) }, until: analysis.duration)
    return zip(segments, intervals).map { segment, interval in
      interval.json.adding([
        "loudness_start": .number(segment.loudnessStart, places: 3),
        "loudness_max": .number(segment.loudnessMax, places: 3),
        "loudness_max_time": .number(
          min(segment.loudnessMaxTime, interval.duration), places: 5),
        "loudness_end": .number(segment.loudnessEnd, places: 3),
        "pitches": .array(segment.pitches.map { .number(Double($0), places: 3) }),
        "timbre": .array(segment.timbre.map { .number(Double($0), places: 3) }),
      ])
    }
  }

  /// What tracks and sections have in common.
  private static func music(
    loudness: Double?, tempo: Double?, tempoConfidence: Double?, beatsPerBar: Int,
    beatsPerBarConfidence: Double, key: Key?, keyConfidence: Double?, modeConfidence: Double?
  ) -> KeyValuePairs<String, JSONValue> {
    let mode = key.map { $0.mode == .major ? 1 : 0 } ?? -1
    return [
      "loudness": .number(max(floor, loudness ?? floor), places: 3),
      "tempo": .number(tempo ?? 0, places: 3),
      "tempo_confidence": .number(tempo == nil ? 0 : tempoConfidence ?? 0, places: 3),
      "time_signature": .integer(beatsPerBar),
      "time_signature_confidence": .number(beatsPerBarConfidence, places: 3),
      "key": .integer(key?.tonic.rawValue ?? -1),
      "key_confidence": .number(key == nil ? 0 : keyConfidence ?? 0, places: 3),
      "mode": .integer(mode),
      "mode_confidence": .number(key == nil ? 0 : modeConfidence ?? 0, places: 3),
    ]
  }
}

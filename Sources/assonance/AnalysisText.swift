import Analysis
import Interchange

/// An analysis for people.
enum AnalysisText {
  /// `why` adds what each descriptor is made of; `percentiles` are places in the library, by name.
  static func lines(
    _ analysis: TrackAnalysis, title: String, why: Bool = false,
    percentiles: [String: Double] = [:]
  ) -> [String] {
    var lines = [
      "\(title)",
      "  \(Terminal.clock(analysis.duration)), \(analysis.sampleRate) Hz, "
        + "\(analysis.channels) \(analysis.channels == 1 ? "channel" : "channels")"
        + (analysis.excerptStart.map { ", from \(Terminal.clock($0)) on" } ?? ""),
    ]
    if analysis.isSilent { return lines + ["  silence"] }
    if let tempo = analysis.tempo {
      let others = tempo.alternatives.prefix(2).map { Terminal.number($0.bpm, 1) }
      lines.append(
        "  tempo     \(Terminal.number(tempo.bpm, 2)) BPM (confidence "
          + "\(Terminal.number(tempo.confidence, 2)); or \(others.joined(separator: ", "))), "
          + "\(analysis.beats.count) beats")
    } else {
      lines.append("  tempo     none")
    }
    if let key = analysis.key {
      lines.append(
        "  key       \(key.key) (\(key.key.camelot), confidence "
          + "\(Terminal.number(key.confidence, 2))), tuning \(Terminal.number(key.tuning, 0)) cents"
      )
    } else {
      lines.append("  key       none")
    }
    if let meter = analysis.meter {
      lines.append(
        "  metre     \(meter.beatsPerBar) beats a bar (confidence "
          + "\(Terminal.number(meter.confidence, 2))), \(meter.downbeats.count) bars")
    }
    if let harmony = analysis.harmony, let chord = harmony.predominantChord {
      lines.append(
        "  harmony   mostly \(chord), \(Terminal.number(harmony.chordChangeRate, 0)) chord changes a minute"
      )
    }
    if let sections = analysis.sections, sections.count > 1 {
      let parts = sections.map { "\($0.label) \(Terminal.clock($0.start))" }
      lines.append("  sections  \(parts.joined(separator: ", "))")
    }
    let loudness = analysis.loudness
    lines.append(
      "  loudness  \(Terminal.number(loudness.integrated, 1)) LUFS, range "
        + "\(Terminal.number(loudness.range, 1)) LU, true peak "
        + "\(Terminal.number(loudness.truePeak, 1)) dBTP")
    for name in Descriptors.names {
      guard let descriptor = analysis.descriptors[name] else { continue }
      lines.append(line(descriptor, name: name, percentile: percentiles[name]))
      if why { lines.append(contentsOf: reasons(descriptor)) }
    }
    return lines
  }

  /// As "  energy        0.71 (confidence 0.46), above 68 % of the reference, 80 % of the library".
  private static func line(_ descriptor: Descriptor, name: String, percentile: Double?) -> String {
    let space = String(repeating: " ", count: max(1, 18 - name.count))
    var line =
      "  \(name)\(space)\(Terminal.number(descriptor.value, 2)) (confidence "
      + "\(Terminal.number(descriptor.confidence, 2)))"
    if let reference = descriptor.percentile {
      line += ", above \(Terminal.number(reference, 0)) % of the reference"
    }
    if let percentile {
      line += ", \(Terminal.number(percentile, 0)) % of the library"
    }
    return line
  }

  /// As "    typical 0.60: pulse clarity +0.21, beat steadiness −0.08".
  private static func reasons(_ descriptor: Descriptor) -> [String] {
    guard let base = descriptor.base, let contributions = descriptor.contributions else {
      return []
    }
    let parts = contributions.map { part in
      let sign = part.amount < 0 ? "−" : "+"
      return "\(part.input) \(sign)\(Terminal.number(abs(part.amount), 2))"
    }
    return ["    typical \(Terminal.number(base, 2)): \(parts.joined(separator: ", "))"]
  }
}

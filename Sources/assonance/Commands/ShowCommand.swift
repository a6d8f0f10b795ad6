import Analysis
import ArgumentParser
import Catalogue
import Fingerprinting
import Ingestion
import Interchange
import Ladder
import Sound
import Tagging

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints everything known about a track.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "A track's id, or the path of an ingested file.")
  var track: String

  @Flag(help: "Say what each descriptor is made of.")
  var why = false

  @Flag(help: "Print the public audio-analysis document.")
  var document = false

  @Flag(help: "Print the waveform's peaks, as audiowaveform's players read them (JSON, version 2).")
  var waveform = false

  func validate() throws {
    if document && waveform { throw ValidationError("Give --document or --waveform, not both.") }
  }

  func run() async throws {
    let library = try common.openForReading()
    guard let entry = try library.catalogue.entry(TrackQuery.track(track, in: library)) else {
      throw ExitStatus.nothingFound
    }
    if document || waveform {
      var analysis = entry.answered.derivatives.analysis
      analysis?.details = try library.catalogue.details(of: entry.track.id)
      guard let analysis, let details = analysis.details else { throw ExitStatus.nothingFound }
      if waveform {
        Terminal.line(details.waveform.json)
      } else {
        Terminal.json(AudioAnalysisDocument(analysis, making: .now()).json)
      }
    } else if common.json {
      let percentiles = try library.catalogue.percentiles(of: entry.track.id)
      Terminal.json(
        entry.json(libraryPercentiles: percentiles)
          .adding(try TrackRecording(of: entry, in: library).json))
    } else {
      let percentiles = try library.catalogue.percentiles(of: entry.track.id)
      Self.lines(entry, why: why, percentiles: percentiles).forEach(Terminal.line)
      try TrackRecording(of: entry, in: library).lines.forEach(Terminal.line)
    }
  }

  private static func lines(
    _ stored: CatalogueEntry, why: Bool, percentiles: [String: Double]
  ) -> [String] {
    let entry = stored.answered
    let track = entry.track
    var lines = ["\(entry.name)", "  track     \(track.id)"]
    if let analysis = entry.derivatives.analysis {
      lines += AnalysisText.lines(analysis, title: "", why: why, percentiles: percentiles)
        .dropFirst()
    }
    let bits = track.bits.map { ", \($0) bits" } ?? ""
    lines.append("  format    \(track.container), \(track.codec)\(bits), audio \(track.integrity)")
    for field in track.tags.fields {
      lines.append("  tag       \(field.name) = \(field.values.joined(separator: " | "))")
    }
    for stated in entry.overrides {
      lines.append("  set       \(stated.name.rawValue) = \(stated.value)")
    }
    for source in entry.sources { lines.append("  source    \(source)") }
    for rendition in entry.derivatives.renditions {
      lines.append(
        "  rendition \(rendition.path)  \(rendition.meanBitrate / 1000) kbps, "
          + "\(rendition.sampleRate) Hz, \(rendition.channels) ch, \(rendition.bytes) bytes")
      for mark in rendition.marks { lines.append("            \(mark.message)") }
    }
    if let fingerprint = entry.derivatives.fingerprint {
      lines.append("  fingerprint of \(fingerprint.words.count) words")
    }
    return lines
  }
}

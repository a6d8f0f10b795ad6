import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Recordings
import Sound

struct DuplicatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicates",
    abstract: "Shows which tracks are one recording, why, and which of them to keep.",
    discussion:
      "Nothing is ever deleted. What --split and --merge say holds whatever is ingested later.")

  @OptionGroup var common: CommonOptions

  @Option(help: "Take a track out of its recording; a recording's id takes all of it apart.")
  var split: String?

  @Option(
    name: .customLong("merge"), parsing: .upToNextOption,
    help: "Make one recording of two: two ids or paths.")
  var merge: [String] = []

  func validate() throws {
    if !merge.isEmpty && merge.count != 2 {
      throw ValidationError("--merge takes two tracks or recordings.")
    }
    if !merge.isEmpty && split != nil {
      throw ValidationError("Give --split or --merge, not both.")
    }
  }

  func run() async throws {
    if let split {
      let library = try common.openForWriting()
      let others = try RecordingEditing.split(try id(split, in: library), in: library)
      if others.isEmpty { throw ExitStatus.nothingFound }
      say("apart", others)
    } else if merge.count == 2 {
      let library = try common.openForWriting()
      let recording = try RecordingEditing.merge(
        try id(merge[0], in: library), try id(merge[1], in: library), in: library)
      say("recording", try library.catalogue.tracks(ofRecording: recording), recording)
    } else {
      try list(try common.openForReading())
    }
  }

  /// A track's id or path, or the id of a recording whose first track is gone.
  private func id(_ text: String, in library: Library) throws -> TrackID {
    if let id = TrackID(text), try !library.catalogue.tracks(ofRecording: id).isEmpty { return id }
    return try TrackQuery.track(text, in: library)
  }

  private func say(_ word: String, _ tracks: [TrackID], _ recording: TrackID? = nil) {
    if common.json {
      let ids = JSONValue.array(tracks.map { .string($0.description) })
      Terminal.json(
        recording.map { .object(["recording": .string($0.description), "tracks": ids]) }
          ?? .object(["apartFrom": ids]))
    } else if !common.quiet {
      let ids = tracks.map(\.description).joined(separator: ", ")
      Terminal.line(word == "apart" ? "Apart now from \(ids)." : "One recording now: \(ids).")
    }
  }

  private func list(_ library: Library) throws {
    let reports = try RecordingReport.all(in: library)
    for report in reports {
      if common.json { Terminal.json(report.json) } else { show(report) }
    }
    if !common.json && !common.quiet {
      let bytes = reports.reduce(0) { $0 + $1.bytesToGain }
      Terminal.line(
        reports.isEmpty
          ? "No recording is there twice."
          : "\(reports.count) \(reports.count == 1 ? "recording" : "recordings") in several copies; "
            + "\(Self.size(bytes)) to gain.")
    }
    if reports.isEmpty { throw ExitStatus.nothingFound }
  }

  private func show(_ report: RecordingReport) {
    Terminal.line("recording \(report.recording)")
    var table = TextTable([
      "": .left, "length": .right, "format": .left, "size": .right, "gain": .right, "track": .left,
      "name": .left,
    ])
    for item in report.items {
      let track = item.copy.track
      let bits = track.bits.map { "\($0) bit " } ?? ""
      table.add([
        "  " + item.advice.rawValue, Terminal.clock(track.duration),
        "\(track.codec) \(bits)\(track.sampleRate) Hz \(track.channels) ch",
        Self.size(item.copy.files.first?.bytes ?? 0),
        item.bytesToGain > 0 ? Self.size(item.bytesToGain) : "", track.id.description,
        TextTable.shortened(item.copy.name, to: 40),
      ])
    }
    table.lines.forEach(Terminal.line)
    for item in report.items {
      if item.advice != .keep || item.copy.files.count > 1 {
        Terminal.line("  \(item.copy.track.id)  \(item.sentence)")
      }
      if item.comparison?.verdict == .edit {
        for stretch in item.comparison?.evidence.stretches ?? [] {
          Terminal.line(
            "    \(Terminal.clock(stretch.second)) is \(Terminal.clock(stretch.first)) of the kept one, "
              + "for \(Terminal.clock(stretch.length))")
        }
      }
      for file in item.copy.files { Terminal.line("    \(file.path)") }
    }
    Terminal.line("")
  }

  /// 1.2 GB, 34 MB, 5 kB.
  private static func size(_ bytes: Int) -> String {
    if bytes >= 1_000_000_000 { return Terminal.number(Double(bytes) / 1e9, 1) + " GB" }
    if bytes >= 1_000_000 { return Terminal.number(Double(bytes) / 1e6, 1) + " MB" }
    return Terminal.number(Double(bytes) / 1e3, 0) + " kB"
  }
}

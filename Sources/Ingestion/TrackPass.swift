import Analysis
import Decoding
import Fingerprinting
import Ladder
import Sound

/// One decode of a source, with each block handed in turn to the ladder, the fingerprint and the analysis.
struct TrackPass: ~Copyable {
  /// CPU seconds of each stage.
  struct Costs {
    var decode = 0.0
    var ladder = 0.0
    var fingerprint = 0.0
    var analysis = 0.0
    var verification = 0.0
  }

  let report: DecodingReport
  let fingerprint: Fingerprint?
  let analysis: TrackAnalysis?
  /// Has had every block, and waits for the tags to be finished.
  var ladder: LadderEncoder?
  var costs: Costs

  /// Reads the file at `path` once and makes what is needed.
  ///
  /// - Throws: the errors of the rooms, and `CancellationError`.
  init(_ path: SourcePath, needs: Needs, store: FolderStore) throws {
    var costs = Costs()
    var clock = CPUClock()
    var reader = try AudioFileReader(path)
    costs.decode += clock.lap()
    let format = reader.format
    var ladder =
      needs.rungs.isEmpty
      ? nil : try LadderEncoder(rungs: needs.rungs, format: format, store: store)
    costs.ladder += clock.lap()
    var fingerprinter = needs.fingerprint ? try Fingerprinter(reading: reader) : nil
    var analyser = needs.analysis ? try TrackAnalyser(format: format) : nil

    var block = PCMBlock(format: format)
    while true {
      try Task.checkCancellation()
      _ = clock.lap()
      try reader.read(into: &block)
      costs.decode += clock.lap()
      if block.frames == 0 { break }
      try ladder?.consume(block)
      costs.ladder += clock.lap()
      try fingerprinter?.consume(block)
      costs.fingerprint += clock.lap()
      try analyser?.consume(block)
      costs.analysis += clock.lap()
    }
    let report = try reader.finish()
    costs.decode += clock.lap()
    let fingerprint = try fingerprinter?.finish()
    costs.fingerprint += clock.lap()
    let isOutOfPhase = analyser?.isOutOfPhase ?? false
    let analysis =
      isOutOfPhase
      ? try FileAnalysis().run(path).get() : try analyser?.finish()
    costs.analysis += clock.lap()
    // All at once, after the last early exit: a half-made value cannot be thrown away.
    self.report = report
    self.fingerprint = fingerprint
    self.analysis = analysis
    self.ladder = ladder.take()
    self.costs = costs
  }

  /// Finishes the ladder, holds every rendition against the source, read once more, and gives the files their
  /// final names; empty where no rung was asked for.
  ///
  /// - Throws: `LadderError.verificationFailed` with the evidence; then nothing has been published.
  mutating func publishLadder(
    of path: SourcePath, tags: RenditionTags
  ) throws -> [Rendition] {
    guard let encoder = ladder.take() else { return [] }
    var clock = CPUClock()
    var staged = try encoder.finish(track: report.trackID.description, tags: tags)
    costs.ladder += clock.lap()
    var source = try AudioFileReader(path)
    _ = try staged.verify(against: &source)
    costs.verification += clock.lap()
    return try staged.publish()
  }
}

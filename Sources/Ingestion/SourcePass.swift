import Analysis
import Decoding
import Fingerprinting
import Sound

/// One decode of a source, with each block handed in turn to the fingerprint and the analysis: what the source
/// is, and what is measured of it.
struct SourcePass: Sendable {
  let report: DecodingReport
  let fingerprint: Fingerprint?
  let analysis: TrackAnalysis?
  let landmarks: Landmarks?
  let costs: StageCosts

  /// Reads the file at `path` once, or twice where its channels cancel each other, and measures what is needed; with nothing needed it only says which track
  /// the file holds.
  ///
  /// - Throws: the errors of the rooms, and `CancellationError`.
  init(
    _ path: SourcePath, needs: Needs, by access: SourceAccess,
    progress: WorkProgress.Listener? = nil
  ) throws {
    var costs = StageCosts()
    var clock = CPUClock()
    var reader = try access.reader(path)
    let format = reader.format
    var fingerprinter = needs.fingerprint ? try Fingerprinter(reading: reader) : nil
    var analyser = needs.analysis ? try TrackAnalyser(format: format) : nil
    // The analysis finds them on the way.
    let needsMarks = needs.landmarks && !needs.analysis
    var marker = needsMarks ? try LandmarkAnalyser(format: format) : nil
    costs.decode += clock.lap()
    let meter = ProgressMeter(.measuring, of: reader, to: progress)

    var block = PCMBlock(format: format)
    while true {
      try Task.checkCancellation()
      _ = clock.lap()
      try reader.read(into: &block)
      costs.decode += clock.lap()
      if block.frames == 0 { break }
      meter.tell(reader.framesRead)
      if needs.fingerprint {
        try fingerprinter?.consume(block)
        costs.fingerprint += clock.lap()
      }
      if needs.analysis {
        try analyser?.consume(block)
        costs.analysis += clock.lap()
      }
      if needsMarks {
        try marker?.consume(block)
        costs.fingerprint += clock.lap()
      }
    }
    report = try reader.finish()
    costs.decode += clock.lap() + reader.helperSeconds
    fingerprint = try fingerprinter?.finish()
    if needs.fingerprint { costs.fingerprint += clock.lap() }
    // Channels that cancel each other have no sum to look at: once more, the first alone.
    let isOutOfPhase = analyser?.isOutOfPhase ?? false
    analysis =
      isOutOfPhase
      ? try FileAnalysis(access: access).firstChannel(path, of: report.trackID)
      : try analyser?.finish()
    if needs.analysis { costs.analysis += clock.lap() }
    let isMarkerOutOfPhase = marker?.isOutOfPhase ?? false
    landmarks =
      isMarkerOutOfPhase
      ? try FileLandmarks.firstChannel(path, of: report.trackID, by: access)
      : try marker?.finish() ?? analysis?.landmarks
    if needsMarks { costs.fingerprint += clock.lap() }
    self.costs = costs
  }
}

/// What of a track's analysis is too large to be read with every list of tracks.
///
/// `encoded` is how it is stored, beside the rest; a player asks for that of one track.
public struct TrackDetails: Sendable, Equatable, Codable {
  /// They tile the track.
  public var segments: [Segment]
  public var waveform: Waveform
  public var loudnessCurve: LoudnessCurve
  public var loudnessHistogram: LoudnessHistogram

  init(
    segments: [Segment], waveform: Waveform, loudnessCurve: LoudnessCurve,
    loudnessHistogram: LoudnessHistogram
  ) {
    self.segments = segments
    self.waveform = waveform
    self.loudnessCurve = loudnessCurve
    self.loudnessHistogram = loudnessHistogram
  }

  init(
    _ structure: StructureSummary, meter: LoudnessMeter, waveform: Waveform, duration: Double
  ) {
    self.init(
      segments: structure.segments.finish(
        duration: duration, fineSteps: meter.fineSteps, step: meter.fineStepSeconds),
      waveform: waveform, loudnessCurve: LoudnessCurve(steps: meter.steps),
      loudnessHistogram: LoudnessHistogram(blocks: meter.blocks))
  }
}

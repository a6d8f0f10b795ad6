/// The tempo of a track, with what else it could be.
public struct TempoEstimate: Sendable, Equatable, Codable {
  /// Another reading of the same pulse, or another pulse.
  public struct Alternative: Sendable, Equatable, Codable {
    public var bpm: Double
    public var confidence: Double
  }

  /// The tempo from one moment on.
  public struct Point: Sendable, Equatable, Codable {
    /// Seconds.
    public var start: Double
    public var bpm: Double
  }

  /// Beats a minute.
  public var bpm: Double
  /// 0…1: the share of answers with this confidence that are right to 4 %, octave included.
  public var confidence: Double
  /// Other readings, the likeliest first.
  public var alternatives: [Alternative]
  /// 0…1: 1 − the median deviation of the inter-beat intervals from their median, relative to it, times 4.
  public var stability: Double
  /// The tempo over time where it is not steady, else nil.
  public var curve: [Point]? = nil
}

extension TempoEstimate {
  /// The same pulse with its tempo doubled or halved into `range`; the unfolded tempo becomes the
  /// first alternative.
  ///
  /// Unchanged where the range holds no octave of it.
  public func folded(into range: ClosedRange<Double>) -> TempoEstimate {
    guard bpm > 0, range.upperBound > 0 else { return self }
    var tempo = bpm
    while tempo < range.lowerBound { tempo *= 2 }
    while tempo > range.upperBound { tempo /= 2 }
    guard tempo != bpm, range.contains(tempo) else { return self }
    var folded = self
    folded.bpm = tempo
    folded.alternatives.removeAll { abs($0.bpm / tempo - 1) < TempoAxis.sameness }
    folded.alternatives.insert(Alternative(bpm: bpm, confidence: confidence), at: 0)
    folded.curve = curve?.map { Point(start: $0.start, bpm: $0.bpm * tempo / bpm) }
    return folded
  }
}

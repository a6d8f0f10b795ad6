/// Short-term loudness over a track, to be drawn.
///
/// One value a second for tracks of up to ten minutes; longer ones have one each 2, 3, … whole seconds,
/// so that there are never more than 600.
public struct LoudnessCurve: Sendable, Equatable, Codable {
  /// chosen: a value to every other pixel of a wide drawing.
  private static let limit = 600
  /// 100 ms steps in EBU Tech 3341's short-term window, 3 s.
  private static let window = 30
  private static let stepsPerSecond = 10

  /// Seconds from one value to the next.
  public var hop: Double
  /// LUFS, not below −70: the loudness of the 3 s whose middle stands at (index + ½)·`hop`, of fewer
  /// at the ends.
  public var values: [Float]

  init(hop: Double, values: [Float]) {
    self.hop = hop
    self.values = values
  }

  /// The curve over a meter's steps of 100 ms.
  init(steps: [Double]) {
    let seconds = (steps.count + Self.stepsPerSecond - 1) / Self.stepsPerSecond
    let whole = max(1, (seconds + Self.limit - 1) / Self.limit)
    hop = Double(whole)
    let stride = whole * Self.stepsPerSecond
    values = (0..<(steps.count + stride - 1) / stride).map { index in
      let middle = index * stride + stride / 2
      let range = (middle - Self.window / 2..<middle + Self.window / 2).clamped(to: steps.indices)
      guard !range.isEmpty else { return Float(LoudnessMeter.absoluteGate) }
      let mean = steps[range].reduce(0, +) / Double(range.count)
      guard mean > 0 else { return Float(LoudnessMeter.absoluteGate) }
      return Float(max(LoudnessMeter.absoluteGate, LoudnessMeter.decibels(mean)))
    }
  }
}

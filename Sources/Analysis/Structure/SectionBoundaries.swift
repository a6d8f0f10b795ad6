import RealModule

/// Where one section ends and the next begins: the cut of a track's self-similarity matrix into blocks along
/// its diagonal that are most alike inside, at lengths that music has.
///
/// Dynamic programming over all cuts, after Marmoret, Cohen and Bimbot, "Barwise Music Structure Analysis with
/// the Correlation Block-Matching Segmentation Algorithm", TISMIR 6(1), 2023: a section of n units i…j scores
/// (1/n)·Σ over its pairs of the cosine of their features, less a price for the cut and for an irregular
/// length. The sum over pairs is |Σ x̂|² of the unit vectors, so no matrix is ever made: time and memory
/// grow with the track, not with its square.
enum SectionBoundaries {
  /// What a cut costs, in units of wholly similar sound.
  ///
  /// measured, as the other weights here: the best of a grid search over boundary F at 0.5 s and 3 s on
  /// the synthetic half of the development corpus (2026-11-21), and looked at on eight whole songs.
  private static let cut = 1.0
  /// The same where there are no beats, so that length says nothing.
  private static let cutWithoutBeats = 2.5
  /// What the most irregular length costs more; multiples of four bars cost none of it.
  private static let irregular = 6.0
  /// What a cut that is no downbeat costs more, where downbeats are known.
  private static let offDownbeat = 2.0
  /// What a section of no length costs more; from `shortSeconds` on it costs nothing.
  private static let short = 2.0
  private static let shortSeconds = 8.0
  /// Beats in a bar where nothing else is known: what most music has.
  private static let commonBar = 4
  /// Units in a section at least, but at the track's ends.
  private static let shortest = 4
  /// Units in a section at most: 128 s at 120 beats a minute; neighbours that sound the same are joined
  /// afterwards.
  private static let longest = 256
  /// Neighbours that differ by less than this are one section.
  ///
  /// measured: up to 0.25 costs nothing on the synthetic half of the development corpus.
  private static let sameness: Float = 0.2

  /// The units at which sections begin, the first of them 0.
  static func find(in units: StructureUnits, grid: MetricalGrid) -> [Int] {
    let cuts = cuts(in: units, grid: grid)
    return joined(cuts, units)
  }

  private static func cuts(in units: StructureUnits, grid: MetricalGrid) -> [Int] {
    let count = units.count
    let sums = prefixSums(units)
    let borders = units.borders
    let prices = lengthPrices(grid)
    let offBar = offBarPrices(units, grid)
    let cut = units.areBeats ? cut : cutWithoutBeats
    let width = StructureUnits.dimensions
    var best = [Double](repeating: -.infinity, count: count + 1)
    var previous = [Int](repeating: 0, count: count + 1)
    best[0] = 0
    for end in 1...count {
      for start in max(0, end - longest)..<end {
        let length = end - start
        let isEdge = start == 0 || end == count
        guard isEdge || length >= shortest else { continue }
        var square: Float = 0
        do {
          let sums = sums.span
          for i in 0..<width {
            let sum = sums[end * width + i] - sums[start * width + i]
            square = Relaxed.multiplyAdd(sum, sum, square)
          }
        }
        var score = best[start] + Double(square) / Double(length) - cut
        // What is cut off by the ends of the track may be of any length.
        if units.areBeats, !isEdge { score -= prices[length] }
        let missing = max(0, 1 - (borders[end] - borders[start]) / shortSeconds)
        score -= short * missing * (isEdge ? 0.5 : 1)
        if score > best[end] {
          best[end] = score
          previous[end] = start
        }
      }
      if end < count { best[end] -= offBar[end] }
    }
    var cuts: [Int] = []
    var end = count
    while end > 0 {
      end = previous[end]
      cuts.append(end)
    }
    return cuts.reversed()
  }

  /// Sums of the features' unit vectors over the first 0, 1, … units.
  private static func prefixSums(_ units: StructureUnits) -> [Float] {
    let width = StructureUnits.dimensions
    var sums = [Float](repeating: 0, count: (units.count + 1) * width)
    for unit in 0..<units.count {
      let features = units.features[unit * width..<(unit + 1) * width]
      let length = features.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let scale = length > 1e-9 ? 1 / length : 0
      for (i, value) in features.enumerated() {
        sums[(unit + 1) * width + i] = sums[unit * width + i] + scale * value
      }
    }
    return sums
  }

  /// What each length in beats costs: as far as the metre is not sure, that of the common four.
  private static func lengthPrices(_ grid: MetricalGrid) -> [Double] {
    let bar = grid.beatsPerBar ?? commonBar
    let trust = grid.beatsPerBar == nil ? 0 : grid.beatsPerBarConfidence
    return (0...longest).map { length in
      irregular
        * (trust * irregularity(length, bar: bar)
          + (1 - trust) * irregularity(length, bar: commonBar))
    }
  }

  /// 0 for multiples of four bars, up to 1 for an odd number of beats.
  private static func irregularity(_ length: Int, bar: Int) -> Double {
    if length.isMultiple(of: 4 * bar) { return 0 }
    if length.isMultiple(of: 2 * bar) { return 0.25 }
    if length.isMultiple(of: bar) { return 0.5 }
    return length.isMultiple(of: 2) ? 0.85 : 1
  }

  /// What beginning a section at each unit costs.
  private static func offBarPrices(
    _ units: StructureUnits, _ grid: MetricalGrid
  ) -> [Double] {
    let downbeats = grid.downbeats
    guard units.areBeats, !downbeats.isEmpty else {
      return Array(repeating: 0, count: units.count)
    }
    let price = offDownbeat * grid.beatsPerBarConfidence
    var next = 0
    return units.starts.map { start in
      while next + 1 < downbeats.count,
        abs(downbeats[next + 1] - start) <= abs(downbeats[next] - start)
      {
        next += 1
      }
      // Before the first and after the last nothing is known.
      let isOutside = start < downbeats[0] - 0.1 || start > downbeats[downbeats.count - 1] + 0.1
      return isOutside || abs(downbeats[next] - start) < 0.1 ? 0 : price
    }
  }

  /// The cuts without those between neighbours that sound the same, the most alike first.
  private static func joined(_ cuts: [Int], _ units: StructureUnits) -> [Int] {
    var borders = cuts + [units.count]
    var means = zip(borders, borders.dropFirst()).map { units.mean($0..<$1) }
    /// From each section to the next.
    var distances = zip(means, means.dropFirst()).map { SectionLabels.distance($0, $1) }
    while let least = distances.min(), least < sameness,
      let at = distances.firstIndex(of: least)
    {
      borders.remove(at: at + 1)
      means.remove(at: at + 1)
      distances.remove(at: at)
      means[at] = units.mean(borders[at]..<borders[at + 1])
      for left in max(0, at - 1)..<min(at + 1, distances.count) {
        distances[left] = SectionLabels.distance(means[left], means[left + 1])
      }
    }
    return borders.dropLast()
  }
}

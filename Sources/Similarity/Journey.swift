/// A way from one point to another in even steps over given points.
///
/// Promises: it begins and ends with the two, repeats nothing, and each stop is farther on its way
/// than the one before, where the progress of a point x from a to b is
/// (1 + (|x − a|² − |x − b|²) / |a − b|²) / 2: 0 at a, 1 at b. Among the ways over the candidates that
/// do so, none with as many stops has a smaller largest step; of those that come within
/// `Self.patience` of it, this is the one with the most even steps and progress.
public struct Journey: Sendable, Equatable {
  /// Rows of the candidates, without the two ends.
  public let stops: [Int]
  /// Of each stop, 0…1.
  public let progress: [Double]
  /// The lengths of all steps, from the beginning to the end.
  public let steps: [Double]
  /// From the beginning to the end at once.
  public let direct: Double

  /// The longest step.
  public var largestStep: Double { steps.max() ?? 0 }

  /// How much longer than the least possible a longest step may be, to even out the rest.
  ///
  /// chosen: a twentieth is hardly heard, and leaves room for even progress.
  private static let patience = 1.05

  /// What a stop's lead or lag behind even progress weighs beside its step's squared length.
  ///
  /// chosen: a stop that is off by a whole step of ten costs as much as a step of a third of the direct
  /// distance.
  private static let evenness = 1.0

  /// Plans a way with `count` stops between the ends, or as many as there are points on the way.
  ///
  /// O(count · n²) for n candidates.
  ///
  /// - Parameters:
  ///   - start: where it begins.
  ///   - end: where it ends; another point than `start`, or there is no way to go.
  ///   - candidates: what it may lead over.
  ///   - count: stops between the ends.
  public init(from start: Embedding, to end: Embedding, over candidates: [Embedding], count: Int) {
    let direct = start.distance(to: end)
    self.direct = direct
    let field = Field(from: start, to: end, over: candidates)
    guard count > 0, direct > 0, !field.rows.isEmpty else {
      (stops, progress, steps) = ([], [], [direct])
      return
    }
    // Each stop is farther on than the last: there can be no more stops than different places.
    let count = min(count, field.longest)
    let bottleneck = field.leastLargestStep(count: count)
    // A way that never leaps farther than the direct leap is worth evening out up to that.
    let cap = max(bottleneck, min(direct, bottleneck * Self.patience))
    let chosen = field.smoothest(
      count: count, cap: cap, evenness: Self.evenness * direct * direct)
    stops = chosen.map { field.rows[$0] }
    progress = chosen.map { field.progress[$0] }
    let points = [start] + stops.map { candidates[$0] } + [end]
    steps = zip(points, points.dropFirst()).map { $0.distance(to: $1) }
  }
}

/// The candidates on the way, in the order of their progress, and the distances between them.
private struct Field {
  /// Of the candidates that lie between the ends.
  let rows: [Int]
  let progress: [Double]
  /// To the beginning and to the end.
  private let first: [Double]
  private let last: [Double]
  private let between: [[Double]]

  init(from start: Embedding, to end: Embedding, over candidates: [Embedding]) {
    let direct = start.distance(to: end)
    let places = candidates.indices.map { row in
      let (a, b) = (candidates[row].distance(to: start), candidates[row].distance(to: end))
      return (row: row, s: direct > 0 ? (1 + (a * a - b * b) / (direct * direct)) / 2 : 0, a, b)
    }.filter { 0 < $0.s && $0.s < 1 }.sorted { ($0.s, $0.row) < ($1.s, $1.row) }
    rows = places.map(\.row)
    progress = places.map(\.s)
    first = places.map(\.2)
    last = places.map(\.3)
    between = places.indices.map { i in
      (0..<i).map { candidates[places[i].row].distance(to: candidates[places[$0].row]) }
    }
  }

  /// How many stops a way can have: the places with a progress of their own.
  var longest: Int { Set(progress).count }

  /// The largest step of the best way with `count` stops.
  func leastLargestStep(count: Int) -> Double {
    let best = layers(count: count) { _, step in
      step
    } join: {
      max($0, $1)
    } allows: { _ in
      true
    }
    return rows.indices.map { max(best.costs[$0], last[$0]) }.min() ?? .infinity
  }

  /// The way with the least sum of squared steps and of squared unevenness, no step above `cap`.
  func smoothest(count: Int, cap: Double, evenness: Double) -> [Int] {
    // Rounding must not forbid the very way that set the cap.
    let cap = cap * (1 + 1e-9)
    let best = layers(count: count) { stop, step in
      let even = Double(stop.layer + 1) / Double(count + 1)
      let off = progress[stop.row] - even
      return step * step + evenness * off * off * Double(count + 1)
    } join: {
      $0 + $1
    } allows: {
      $0 <= cap
    }
    let ends = rows.indices.filter { best.costs[$0].isFinite && last[$0] <= cap }
    guard
      var row = ends.min(by: {
        (best.costs[$0] + last[$0] * last[$0], $0) < (best.costs[$1] + last[$1] * last[$1], $1)
      })
    else { return [] }
    var way = [row]
    for layer in stride(from: count - 1, to: 0, by: -1) {
      row = best.previous[layer][row]
      way.append(row)
    }
    return way.reversed()
  }

  /// Dynamic programming over stops in the order of progress: the cost of the best way to each row as
  /// the last of `count` stops, and whence.
  private func layers(
    count: Int, cost: ((layer: Int, row: Int), Double) -> Double,
    join: (Double, Double) -> Double, allows: (Double) -> Bool
  ) -> (costs: [Double], previous: [[Int]]) {
    var costs = rows.indices.map { allows(first[$0]) ? cost((0, $0), first[$0]) : .infinity }
    var previous = [[Int](repeating: -1, count: rows.count)]
    for layer in 1..<max(1, count) {
      var next = [Double](repeating: .infinity, count: rows.count)
      var whence = [Int](repeating: -1, count: rows.count)
      for row in rows.indices {
        for before in 0..<row
        where costs[before].isFinite && progress[before] < progress[row]
          && allows(between[row][before])
        {
          let total = join(costs[before], cost((layer, row), between[row][before]))
          if total < next[row] { (next[row], whence[row]) = (total, before) }
        }
      }
      costs = next
      previous.append(whence)
    }
    return (costs, previous)
  }
}

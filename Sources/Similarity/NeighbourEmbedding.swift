import RealModule

/// t-SNE of a few hundred points: on the plane, near ones stay near ones.
///
/// Van der Maaten and Hinton, JMLR 9 (2008), with their schedule; exact, O(n²) a round.
struct NeighbourEmbedding {
  /// In the order of the points.
  let places: [(x: Double, y: Double)]

  /// Neighbours that count for each point, as far as there are four times as many.
  ///
  /// Measured on the corpus: of 10, 20 and 30 the last keeps most neighbours.
  private static let perplexity = 30.0
  /// Rounds, those of them in which likeness is exaggerated, and how much; the paper's, shortened to where
  /// the corpus' figures stand still.
  private static let rounds = (all: 400, exaggerated: 100, factor: 12.0)
  /// The paper's.
  private static let rate = 100.0

  /// - Parameters:
  ///   - squares: squared distances, row by row.
  ///   - count: of the points.
  init(_ squares: [Double], _ count: Int) {
    guard count > 2 else {
      places = (0..<count).map { (Double($0), 0) }
      return
    }
    let likeness = Self.likeness(squares, count)
    var (x, y) = Self.principal(squares, count)
    var (vx, vy) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    var gains = [Double](repeating: 1, count: 2 * count)
    var near = [Double](repeating: 0, count: count * count)
    for round in 0..<Self.rounds.all {
      let isEarly = round < Self.rounds.exaggerated
      var total = 0.0
      for i in 0..<count {
        for j in 0..<count where j != i {
          let (dx, dy) = (x[i] - x[j], y[i] - y[j])
          let value = 1 / (1 + dx * dx + dy * dy)
          near[i * count + j] = value
          total += value
        }
      }
      let factor = isEarly ? Self.rounds.factor : 1
      for i in 0..<count {
        var (gx, gy) = (0.0, 0.0)
        for j in 0..<count where j != i {
          let value = near[i * count + j]
          let pull = (factor * likeness[i * count + j] - value / total) * value
          gx += pull * (x[i] - x[j])
          gy += pull * (y[i] - y[j])
        }
        Self.step(4 * gx, &vx[i], &gains[i], isEarly)
        Self.step(4 * gy, &vy[i], &gains[count + i], isEarly)
      }
      for i in 0..<count {
        x[i] += vx[i]
        y[i] += vy[i]
      }
    }
    places = Array(zip(x, y)).map { (x: $0, y: $1) }
  }

  /// Momentum, and a gain that grows while the direction stays (the paper's numbers).
  private static func step(
    _ gradient: Double, _ velocity: inout Double, _ gain: inout Double, _ isEarly: Bool
  ) {
    gain = (gradient > 0) != (velocity > 0) ? gain + 0.2 : max(gain * 0.8, 0.01)
    velocity = (isEarly ? 0.5 : 0.8) * velocity - rate * gain * gradient
  }

  /// How likely each pair is to be neighbours: all add up to 1.
  private static func likeness(_ squares: [Double], _ count: Int) -> [Double] {
    let target = Double.log(max(2, min(perplexity, Double(count - 1) / 4)))
    var shares = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      let row = squares[i * count..<(i + 1) * count]
      let nearest = row.enumerated().reduce(Double.infinity) {
        $1.offset == i ? $0 : min($0, $1.element)
      }
      var (low, high, precision) = (0.0, Double.infinity, 1.0)
      // Halving fifty times is as fine as a double is.
      for _ in 0..<50 {
        var (sum, weighted) = (0.0, 0.0)
        for (j, square) in row.enumerated() where j != i {
          let share = Double.exp(-(square - nearest) * precision)
          shares[i * count + j] = share
          sum += share
          weighted += share * (square - nearest) * precision
        }
        for j in 0..<count { shares[i * count + j] /= sum }
        let entropy = Double.log(sum) + weighted / sum
        if entropy > target {
          low = precision
          precision = high.isFinite ? (low + high) / 2 : precision * 2
        } else {
          high = precision
          precision = (low + high) / 2
        }
      }
    }
    var both = shares
    for i in 0..<count {
      for j in 0..<count {
        both[i * count + j] = (shares[i * count + j] + shares[j * count + i]) / Double(2 * count)
      }
    }
    return both
  }

  /// The first two principal coordinates (Torgerson 1952) by power iteration from a fixed start, small,
  /// as the paper begins.
  private static func principal(_ squares: [Double], _ count: Int) -> ([Double], [Double]) {
    let means = (0..<count).map { i in
      squares[i * count..<(i + 1) * count].reduce(0, +) / Double(count)
    }
    let mean = means.reduce(0, +) / Double(count)
    var matrix = squares
    for i in 0..<count {
      for j in 0..<count {
        matrix[i * count + j] = (means[i] + means[j] - mean - squares[i * count + j]) / 2
      }
    }
    var axes: [[Double]] = []
    for axis in 0..<2 {
      // Along no axis of symmetry.
      var vector = (0..<count).map { Double.cos(Double($0 * (axis + 1)) + 1) }
      var value = 0.0
      for _ in 0..<100 {
        let next = (0..<count).map { i in
          (0..<count).reduce(0.0) { $0 + matrix[i * count + $1] * vector[$1] }
        }
        value = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard value > 0 else { break }
        vector = next.map { $0 / value }
      }
      axes.append(vector.map { $0 * Double(count).squareRoot() * 1e-4 })
      for i in 0..<count {
        for j in 0..<count { matrix[i * count + j] -= value * vector[i] * vector[j] }
      }
    }
    return (axes[0], axes[1])
  }
}

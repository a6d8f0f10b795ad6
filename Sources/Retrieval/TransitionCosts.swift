import Analysis
import Catalogue
import Foundation
import Similarity

/// What it costs to play one track after another, and each at its place in a list.
struct TransitionCosts {
  private let arc: TrackOrder.Arc
  private let isHarmonic: Bool
  private let keys: [Key?]
  private let tempi: [Double?]
  /// Rank of each track's energy in the list, 0…1; nil where it is not known.
  private let energy: [Double?]
  /// Distance in sound, row by row.
  private let sound: [[Double]]
  private let cost: [[Double]]

  /// What a clash of keys costs, in distances between a median pair.
  ///
  /// chosen: as much as two tracks that have nothing to do with each other.
  private static let clash = 1.0
  /// What an octave's change of tempo would cost, counted to the nearer octave.
  ///
  /// chosen: 6 %, as far as a disc jockey bends, then costs a quarter of a median pair.
  private static let tempo = 3.0
  /// What it costs to be off the course by the whole range, squared.
  ///
  /// chosen: a sixth off costs as much as a step between strangers: who asks for a course gets it.
  private static let course = 40.0

  init(_ entries: [CatalogueEntry], arc: TrackOrder.Arc, isHarmonic: Bool) {
    self.arc = arc
    self.isHarmonic = isHarmonic
    let analyses = entries.map(\.answered.derivatives.analysis)
    keys = analyses.map { $0?.key?.key }
    tempi = analyses.map { $0?.tempo?.bpm }
    let energies = analyses.map { $0?.descriptors.energy?.value }
    let known = energies.compactMap { $0 }.sorted()
    energy = energies.map { value in
      guard let value, known.count > 1 else { return nil }
      let below = known.filter { $0 < value }.count
      let equal = known.filter { $0 == value }.count
      return (Double(below) + Double(equal - 1) / 2) / Double(known.count - 1)
    }
    let points = entries.map { entry in
      entry.derivatives.embedding.flatMap { try? Embedding(vector: $0.vector, version: $0.version) }
    }
    let median = Likeness.medianDistance
    let sound = points.map { a in
      points.map { b in
        guard let a, let b else { return median }
        return a.distance(to: b)
      }
    }
    self.sound = sound
    let (keys, tempi) = (keys, tempi)
    cost = entries.indices.map { i in
      entries.indices.map { j in
        var sum = sound[i][j] / median
        if isHarmonic, Self.clashes(keys[i], keys[j]) { sum += Self.clash }
        if let change = Self.octaves(tempi[i], tempi[j]) { sum += Self.tempo * change }
        return sum
      }
    }
  }

  /// Nearest next, from the place that the course begins at.
  func greedy(keepsFirst: Bool) -> [Int] {
    guard !keys.isEmpty else { return [] }
    var left = Array(keys.indices)
    let first = keepsFirst ? 0 : left.min { (atPlace($0, 0), $0) < (atPlace($1, 0), $1) } ?? 0
    var order = [first]
    left.removeAll { $0 == first }
    while let last = order.last, !left.isEmpty {
      let price = { (row: Int) in cost[last][row] + atPlace(row, order.count) }
      let next = left.min { (price($0), $0) < (price($1), $1) } ?? left[0]
      order.append(next)
      left.removeAll { $0 == next }
    }
    return order
  }

  /// Improved by turning stretches around and by moving single tracks, until neither helps or `mostWork` is done.
  ///
  /// 2-opt (Croes, Operations Research 6, 1958) and insertion; the same result each time. A round looks at n²
  /// moves, each in O(1), or in O(n) where the energy has a course.
  func improved(_ order: [Int], keepsFirst: Bool) -> [Int] {
    var order = order
    let first = keepsFirst ? 1 : 0
    var isBetter = order.count > first + 1
    var work = 0
    while isBetter, work < Self.mostWork {
      isBetter = false
      for i in first..<order.count {
        for j in first..<order.count where i != j {
          // A gain below rounding would turn in circles.
          if i < j, turning(i, j, order) < -1e-9 {
            order[i...j].reverse()
            isBetter = true
          }
          if moving(i, j, order) < -1e-9 {
            order.insert(order.remove(at: i), at: j)
            isBetter = true
          }
          work += arc == .none ? 1 : 1 + abs(i - j)
        }
      }
    }
    return order
  }

  /// Places looked at before the order is left as it is.
  ///
  /// chosen: some seconds; lists of a thousand settle without a course, lists of two hundred with one.
  private static let mostWork = 200_000_000

  /// What turning the stretch from `i` to `j` around adds: costs do not depend on the direction.
  private func turning(_ i: Int, _ j: Int, _ order: [Int]) -> Double {
    let (before, after) = (row(i - 1, order), row(j + 1, order))
    var sum = edge(before, order[j]) - edge(before, order[i])
    sum += edge(order[i], after) - edge(order[j], after)
    if arc != .none {
      for place in i...j {
        sum += atPlace(order[i + j - place], place) - atPlace(order[place], place)
      }
    }
    return sum
  }

  /// What taking the track at `i` out and putting it in at `j` adds.
  private func moving(_ i: Int, _ j: Int, _ order: [Int]) -> Double {
    let (before, after) = (row(i - 1, order), row(i + 1, order))
    let left = i < j ? order[j] : row(j - 1, order)
    let right = i < j ? row(j + 1, order) : order[j]
    var sum = edge(before, after) - edge(before, order[i]) - edge(order[i], after)
    sum += edge(left, order[i]) + edge(order[i], right) - edge(left, right)
    if arc != .none {
      let step = i < j ? 1 : -1
      sum += atPlace(order[i], j) - atPlace(order[i], i)
      for place in stride(from: i + step, through: j, by: step) {
        sum += atPlace(order[place], place - step) - atPlace(order[place], place)
      }
    }
    return sum
  }

  private func row(_ place: Int, _ order: [Int]) -> Int? {
    order.indices.contains(place) ? order[place] : nil
  }

  private func edge(_ a: Int?, _ b: Int?) -> Double {
    guard let a, let b else { return 0 }
    return cost[a][b]
  }

  func figures(of order: [Int]) -> TrackOrder.Figures {
    let pairs = Array(zip(order, order.dropFirst()))
    let changes = pairs.compactMap { Self.octaves(tempi[$0], tempi[$1]) }
    let off = order.indices.compactMap { place -> Double? in
      guard let target = target(place), let energy = energy[order[place]] else { return nil }
      return abs(energy - target)
    }
    return TrackOrder.Figures(
      step: Self.mean(pairs.map { sound[$0][$1] }) ?? 0,
      clashes: pairs.count { Self.clashes(keys[$0], keys[$1]) },
      tempoChange: Self.mean(changes.map { 100 * (exp2($0) - 1) }),
      offCourse: Self.mean(off))
  }

  private func atPlace(_ row: Int, _ place: Int) -> Double {
    guard let target = target(place), let energy = energy[row] else { return 0 }
    return Self.course * (energy - target) * (energy - target)
  }

  /// The energy's rank that the course asks for at a place.
  private func target(_ place: Int) -> Double? {
    let part = keys.count > 1 ? Double(place) / Double(keys.count - 1) : 0
    switch arc {
    case .none: return nil
    case .rising: return part
    case .falling: return 1 - part
    case .peak: return part <= 2.0 / 3 ? part * 1.5 : 3 * (1 - part)
    }
  }

  private static func clashes(_ a: Key?, _ b: Key?) -> Bool {
    guard let a, let b else { return false }
    return !a.compatible.contains(b)
  }

  /// How far two tempi lie apart, counted to the nearest octave: 0…½.
  private static func octaves(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b, a > 0, b > 0 else { return nil }
    let octaves = log2(a / b)
    return abs(octaves - octaves.rounded())
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

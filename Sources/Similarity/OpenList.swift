/// Rows whose codes are near enough that their vectors may be among the nearest few.
///
/// Ranks are in steps of the codes. Whatever lies within `slack` of the last of the nearest stays in.
struct OpenList {
  private let keep: Int
  private let slack: Float
  /// Rank above (its bits order as it does), row below.
  private var entries: [UInt64] = []
  /// The rank beyond which nothing can belong.
  private var bound: Float = .infinity
  /// Entries at which those beyond the bound are thrown out.
  private var most: Int

  init(keep: Int, slack: Float) {
    self.keep = max(1, keep)
    self.slack = slack
    // chosen: thrown out rarely, and the list stays within the first cache.
    most = 4 * max(1, keep) + 256
    entries.reserveCapacity(most + 1)
  }

  /// Takes squared ranks; `row` names whose they are, nil for those that do not count.
  mutating func take(_ squares: [Int32], _ count: Int, _ row: (Int) -> Int?) {
    var cut = square(bound)
    for i in 0..<count where squares[i] <= cut {
      guard let row = row(i) else { continue }
      add(Float(squares[i]).squareRoot(), row)
      cut = square(bound)
    }
  }

  /// Takes ranks.
  mutating func take(_ ranks: [Float], _ row: (Int) -> Int?) {
    for i in ranks.indices where ranks[i] <= bound {
      if let row = row(i) { add(ranks[i], row) }
    }
  }

  /// What is left at the end.
  var rows: [Int] {
    var list = self
    list.prune()
    return list.entries.map { Int($0 & 0xFFFF_FFFF) }
  }

  private func square(_ bound: Float) -> Int32 {
    let square = bound * bound
    return square < Float(Int32.max / 2) ? Int32(square) + 1 : .max
  }

  private mutating func add(_ rank: Float, _ row: Int) {
    entries.append(UInt64(rank.bitPattern) << 32 | UInt64(row))
    if entries.count > most { prune() }
  }

  private mutating func prune() {
    guard entries.count > keep else { return }
    entries.sort()
    let last = Float(bitPattern: UInt32(entries[keep - 1] >> 32))
    // A whole step more than the errors leave open, for the rounding of these sums.
    bound = last + slack + 1
    let end = entries.firstIndex { Float(bitPattern: UInt32($0 >> 32)) > bound } ?? entries.count
    entries.removeLast(entries.count - end)
    // Where many are equally near, the list grows instead of being sorted again for each.
    most = max(most, 2 * entries.count)
  }
}

/// The best few rows by rank, equals by the order of their ids.
struct NearestRows {
  private let capacity: Int
  private var entries: [(row: Int, rank: Double)] = []

  init(capacity: Int) { self.capacity = capacity }

  var farthest: Double {
    entries.count < capacity ? .infinity : entries.last?.rank ?? -.infinity
  }

  /// Nearest first.
  var rows: [Int] { entries.map(\.row) }

  mutating func insert(_ row: Int, rank: Double, precedes: (Int, Int) -> Bool) {
    guard capacity > 0, entries.count < capacity || rank <= farthest else { return }
    let place =
      entries.firstIndex { rank < $0.rank || (rank == $0.rank && precedes(row, $0.row)) }
      ?? entries.count
    guard place < capacity else { return }
    entries.insert((row, rank), at: place)
    if entries.count > capacity { entries.removeLast() }
  }
}

/// The nearest few of many entries of a walk.
struct NearestEntries {
  private let keep: Int
  private var entries: [UInt64] = []
  private var bound = UInt64.max

  init(keep: Int) {
    self.keep = max(1, keep)
    entries.reserveCapacity(2 * self.keep)
  }

  mutating func take(_ entry: UInt64) {
    guard entry < bound else { return }
    entries.append(entry)
    if entries.count == 2 * keep { prune() }
  }

  var rows: [Int] {
    var list = self
    list.prune()
    return list.entries.map(IndexImage.row)
  }

  private mutating func prune() {
    guard entries.count > keep else { return }
    entries.sort()
    entries.removeLast(entries.count - keep)
    bound = entries[keep - 1]
  }
}

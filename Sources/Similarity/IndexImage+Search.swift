import CNearest
import RealModule

/// A row that was found, before it gets its name.
struct RankedRow {
  var row: Int
  var distance: Double
  var rank: Double
}

extension IndexImage {
  /// Rows that a walk keeps in sight for ten answers among 100 000.
  ///
  /// Measured there (docs/similarity.md): recall at ten above 0.99.
  public static let sight = 128
  /// What each doubling beyond that adds, as a share.
  ///
  /// Measured on 1 000 000: recall then is 0.99 as well.
  private static let growth = 0.25
  private static let measuredAt = 100_000.0
  /// As many admitted rows are measured one by one in the time that a walk takes for each row in sight.
  ///
  /// Measured on the same: 8 ns against 0.9 µs.
  private static let rowsPerSight = 100.0

  /// The nearest rows to a query, nearest first.
  ///
  /// - Parameters:
  ///   - query: what to be near to.
  ///   - limit: the most to answer.
  ///   - allowed: the rows that may be answered; nil for all.
  ///   - gone: rows that may not: of tracks that left.
  ///   - excluded: a few more that may not.
  ///   - sight: rows that a walk keeps in sight; nil looks at every row, and leaves none out.
  /// - Returns: as many as `limit`, or as there are.
  func nearest(
    to query: PointQuery, limit: Int, among allowed: RowSet?, gone: Set<Int>, excluded: Set<Int>,
    sight: Int?
  ) -> [RankedRow] {
    let admitted = allowed?.rows.count ?? count
    let limit = min(limit, admitted)
    guard limit > 0 else { return [] }
    // As if those that are gone were spread evenly.
    let left = 1 - Double(gone.count) / Double(count)
    let share = Double(admitted) / Double(count) * left
    let isBarred = { (row: Int) in gone.contains(row) || excluded.contains(row) }
    // The rarer the admitted, the farther a walk must see to meet as many; it meets far more rows than it
    // keeps in sight, so that the square root suffices (measured: docs/similarity.md).
    let doublings = max(0, Double.log2(Double(count) / Self.measuredAt))
    let width = sight.map { sight in
      let wide = Double(max(sight, 2 * limit)) * (1 + Self.growth * doublings)
      return (wide + Double(excluded.count)) / max(share, 1e-9).squareRoot()
    }
    let walks = hasGraph && (width.map { Double(admitted) > Self.rowsPerSight * $0 } ?? false)
    var rows: [Int]
    if walks, let width {
      rows = walked(
        query, width: Int(width), keep: Self.kept(limit, gone.count, count), among: allowed)
      rows.removeAll(where: isBarred)
    } else {
      rows = scanned(query, keep: limit, among: allowed, isBarred: isBarred)
    }
    let ranked = ranked(rows, query, limit: limit)
    // Never fewer than exist: a walk that met too few is followed by a look at every row.
    guard ranked.count < limit, walks else { return ranked }
    return nearest(
      to: query, limit: limit, among: allowed, gone: gone, excluded: excluded, sight: nil)
  }

  /// Measured by the vectors themselves.
  private func ranked(_ rows: [Int], _ query: PointQuery, limit: Int) -> [RankedRow] {
    let measured = rows.map { row in
      let (distance, rank) = measure(row, query, bound: .infinity)
      return RankedRow(row: row, distance: distance, rank: rank ?? distance)
    }.sorted { $0.rank != $1.rank ? $0.rank < $1.rank : precedes($0.row, $1.row) }
    return Array(measured.prefix(limit))
  }

  /// Equals stand in the order of their ids.
  func precedes(_ a: Int, _ b: Int) -> Bool { id(a) < id(b) }

  private func measure(
    _ row: Int, _ query: PointQuery, bound: Double
  ) -> (distance: Double, rank: Double?) {
    let start = unsafe vectors + row * Embedding.dimensions
    let point = unsafe UnsafeBufferPointer(start: start, count: Embedding.dimensions)
    return unsafe query.measure(point.span, bound: bound)
  }

  /// How many admitted rows of a walk are measured by their vectors.
  ///
  /// chosen: the codes' errors move a row by a few places, and those that are gone take theirs.
  private static func kept(_ limit: Int, _ gone: Int, _ count: Int) -> Int {
    let share = 1 - Double(gone) / Double(count)
    return Int(Double(4 * limit + 64) / max(share, 0.01))
  }

  /// What walks to the query's points met.
  private func walked(
    _ query: PointQuery, width: Int, keep: Int, among allowed: RowSet?
  ) -> [Int] {
    var scratch = scratches.take(count: count)
    defer { scratches.give(scratch) }
    var met: Set<Int> = []
    for goal in query.goals {
      let coded = CodedQuery(goal, scale: header.scale)
      guard let allowed else {
        walk(to: coded.code, width: width, rows: count, &scratch) { _, _ in }
        if query.goals.count == 1 { return scratch.pool.map(Self.row) }
        met.formUnion(scratch.pool.map(Self.row))
        continue
      }
      var near = NearestEntries(keep: keep)
      walk(to: coded.code, width: width, rows: count, &scratch) { row, square in
        if allowed.contains(row) { near.take(Self.entry(row, square)) }
      }
      met.formUnion(near.rows)
    }
    return Array(met)
  }

  /// Every row that may be among the nearest `keep`: no farther than the codes' errors leave open.
  ///
  /// None that belongs is missing.
  private func scanned(
    _ query: PointQuery, keep: Int, among allowed: RowSet?, isBarred: (Int) -> Bool
  ) -> [Int] {
    // Weighted differences are not those of codes: then the vectors themselves are measured.
    guard query.squares == nil else {
      return measured(query, keep: keep, among: allowed, isBarred: isBarred)
    }
    let points = (query.seeds.map(\.vector) + query.unwanted).map {
      CodedQuery($0, scale: header.scale)
    }
    let error = header.error + (points.map(\.error).max() ?? 0)
    // A rank is a distance, or twice one less another.
    let reach = (query.unwanted.isEmpty ? 1 : 3) * error
    var best = OpenList(keep: keep, slack: 2 * reach / max(header.scale, .leastNormalMagnitude))
    var squares = [[Int32]](
      repeating: [Int32](repeating: 0, count: Scratch.batch), count: points.count)
    let total = allowed?.rows.count ?? count
    for first in stride(from: 0, to: total, by: Scratch.batch) {
      let size = min(Scratch.batch, total - first)
      for (number, point) in points.enumerated() {
        if let allowed {
          unsafe allowed.rows.withUnsafeBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            unsafe nearest_gather(point.code, codes, rows + first, size, &squares[number])
          }
        } else {
          unsafe nearest_scan(point.code, codes, first, size, &squares[number])
        }
      }
      let row = { (i: Int) -> Int? in
        let row = allowed.map { Int($0.rows[first + i]) } ?? first + i
        return isBarred(row) ? nil : row
      }
      if query.isPlain {
        best.take(squares[0], size, row)
      } else {
        best.take((0..<size).map { Self.rank(squares, $0, query) }, row)
      }
    }
    return best.rows
  }

  /// The rank of codes, in steps.
  private static func rank(_ squares: [[Int32]], _ i: Int, _ query: PointQuery) -> Float {
    var distance: Float = 0
    for (number, seed) in query.seeds.enumerated() {
      distance += Float(seed.share) * Float(squares[number][i]).squareRoot()
    }
    var rank = distance
    for number in query.unwanted.indices {
      let away = Float(squares[query.seeds.count + number][i]).squareRoot()
      rank = max(rank, 2 * distance - away)
    }
    return rank
  }

  /// The nearest by the vectors.
  private func measured(
    _ query: PointQuery, keep: Int, among allowed: RowSet?, isBarred: (Int) -> Bool
  ) -> [Int] {
    var best = NearestRows(capacity: keep)
    for i in 0..<(allowed?.rows.count ?? count) {
      let row = allowed.map { Int($0.rows[i]) } ?? i
      guard let rank = measure(row, query, bound: best.farthest).rank, !isBarred(row)
      else { continue }
      best.insert(row, rank: rank, precedes: precedes)
    }
    return best.rows
  }
}

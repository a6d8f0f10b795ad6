/// Some rows of an index: what a filter admits.
struct RowSet: Sendable {
  /// Ascending.
  let rows: [UInt32]
  /// A bit a row.
  private let bits: [UInt64]

  init(_ rows: [UInt32], of count: Int) {
    self.rows = rows.sorted()
    var bits = [UInt64](repeating: 0, count: (count + 63) / 64)
    for row in rows { bits[Int(row >> 6)] |= 1 << UInt64(row & 63) }
    self.bits = bits
  }

  func contains(_ row: UInt32) -> Bool { bits[Int(row >> 6)] >> UInt64(row & 63) & 1 == 1 }
}

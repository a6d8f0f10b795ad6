import Synchronization

/// What one search writes to, kept for the next: which rows it has seen, and whom it looks at.
struct Scratch {
  /// A bit a row.
  var seen: [UInt64]
  /// The nearest so far, nearest first: squared distance above, row, and whether its neighbours were
  /// looked at, in the lowest bit.
  var pool: [UInt64] = []
  var rows = [UInt32](repeating: 0, count: Self.batch)
  var squares = [Int32](repeating: 0, count: Self.batch)

  /// Rows whose distances are computed at once.
  ///
  /// chosen: as many as the gate holds; they fit into the first cache.
  static let batch = 1024

  init(count: Int) { seen = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func clear() {
    for word in seen.indices { seen[word] = 0 }
    pool.removeAll(keepingCapacity: true)
  }
}

/// As many scratches as there are searches at a time.
final class ScratchPool: Sendable {
  private let idle = Mutex<[Scratch]>([])

  func take(count: Int) -> Scratch {
    let scratch = idle.withLock { $0.popLast() }
    return scratch ?? Scratch(count: count)
  }

  func give(_ scratch: Scratch) { idle.withLock { $0.append(scratch) } }
}

/// The best few of many: a binary heap of bounded size, the worst on top.
struct NearestHeap {
  struct Entry {
    var row: Int
    var distance: Double
    var rank: Double
  }

  private let capacity: Int
  private var entries: [Entry] = []

  init(capacity: Int) {
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  /// The rank beyond which nothing can enter.
  var farthest: Double { entries.count < capacity ? .infinity : entries.first?.rank ?? -.infinity }

  /// Takes the entry if it belongs to the best `capacity`; equal ranks by id.
  mutating func insert(row: Int, distance: Double, rank: Double, ids: [String]) {
    let entry = Entry(row: row, distance: distance, rank: rank)
    if entries.count < capacity {
      entries.append(entry)
      var child = entries.count - 1
      while child > 0 {
        let parent = (child - 1) / 2
        guard Self.precedes(entries[parent], entries[child], ids) else { break }
        entries.swapAt(parent, child)
        child = parent
      }
    } else if let worst = entries.first, Self.precedes(entry, worst, ids) {
      entries[0] = entry
      sink(ids)
    }
  }

  func sorted(ids: [String]) -> [Neighbour] {
    entries.sorted { Self.precedes($0, $1, ids) }.map {
      Neighbour(id: ids[$0.row], row: $0.row, distance: $0.distance, rank: $0.rank)
    }
  }

  private mutating func sink(_ ids: [String]) {
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && Self.precedes(entries[worst], entries[child], ids) {
        worst = child
      }
      guard worst != parent else { return }
      entries.swapAt(worst, parent)
      parent = worst
    }
  }

  private static func precedes(_ a: Entry, _ b: Entry, _ ids: [String]) -> Bool {
    a.rank != b.rank ? a.rank < b.rank : ids[a.row] < ids[b.row]
  }
}

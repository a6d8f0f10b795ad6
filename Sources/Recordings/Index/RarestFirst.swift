/// Which of the keys that were met are read: the rarest, as far as a budget of hits goes.
///
/// A query's key is as likely to be met at the right place whether it is rare or frequent, but costs a hit for
/// every other place where it is heard: so the rarest keys give the most evidence for a budget, and the cost of a
/// look-up stops growing with the library.
enum RarestFirst {
  /// A key that was met: how often it is heard on the tape, and how often in the query.
  protocol Group {
    var key: UInt32 { get }
    var count: Int { get }
    var wanted: Range<Int> { get }
  }

  /// The groups whose hits together stay within `budget`, rarest first.
  static func within<G: Group>(_ budget: Int, _ groups: [G]) -> ArraySlice<G> {
    let groups = groups.sorted { ($0.count, $0.key) < ($1.count, $1.key) }
    var hits = 0
    for (index, group) in groups.enumerated() {
      hits += group.count * group.wanted.count
      if hits > budget { return groups[..<index] }
    }
    return groups[...]
  }
}

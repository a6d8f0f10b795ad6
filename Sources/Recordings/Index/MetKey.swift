/// A wanted key that is on a tape.
struct MetKey {
  var key: UInt32
  /// How often it is heard on the tape.
  var count: Int
  /// The places of the query at which it is heard.
  var wanted: Range<Int>
  /// Where its positions begin: in the file of a segment, in the postings of a batch.
  var place: Int

  /// Those whose hits together stay within `budget`, rarest first.
  ///
  /// A query's key is as likely to be met at the right place whether it is rare or frequent, but costs a hit
  /// for every other place where it is heard: so the rarest keys give the most evidence for a budget, and the cost
  /// of a look-up stops growing with the library.
  static func rarest(of keys: [MetKey], within budget: Int) -> ArraySlice<MetKey> {
    let keys = keys.sorted { ($0.count, $0.key) < ($1.count, $1.key) }
    var hits = 0
    for (index, key) in keys.enumerated() {
      hits += key.count * key.wanted.count
      if hits > budget { return keys[..<index] }
    }
    return keys[...]
  }
}

/// Finds the places on a tape where a query's keys are met at their own distances from each other.
enum OffsetVotes {
  /// A place where the query may lie.
  struct Cluster {
    /// Where the query's beginning lies on the tape; may lie before a track's.
    var offset: Int
    var votes: Int
    /// A position on the tape of one of the keys that were met.
    var position: UInt32
  }

  /// Steps from the first to the last offset that count as one.
  ///
  /// Measured: half a percent of speed over 10 s, and rounding at both ends.
  static let width = 5

  /// The places with the most votes, one for each stretch of `separation` steps, the best first.
  ///
  /// Two passes: the first only counts offsets, scattered over as many counters as there are hits; the second keeps the
  /// few hits whose counters are high. O(hits).
  static func clusters(
    _ hits: [Hit], least: Int, limit: Int, separation: Int
  ) -> [Cluster] {
    guard hits.count >= least else { return [] }
    let bits = min(max(64 - (2 * hits.count).leadingZeroBitCount, 10), 22)
    let counts = Counts(hits, bits: bits)
    let enough = counts.threshold(least: least)
    var survivors: [UInt64] = []
    for hit in hits where counts.counters[Counts.place(hit, bits: bits)] >= enough {
      survivors.append(Self.packed(hit))
    }
    survivors.sort()
    var found: [Cluster] = []
    var first = 0
    for last in survivors.indices {
      while offset(survivors[last]) - offset(survivors[first]) >= width { first += 1 }
      let votes = last - first + 1
      if votes >= least {
        let middle = survivors[(first + last) / 2]
        let position = offset(middle) + Int(middle & timeMask)
        found.append(
          Cluster(offset: offset(middle), votes: votes, position: UInt32(position)))
      }
    }
    found.sort { ($0.votes, $1.offset) > ($1.votes, $0.offset) }
    var kept: [Cluster] = []
    for cluster in found where kept.count < limit {
      if !kept.contains(where: { abs($0.offset - cluster.offset) < separation }) {
        kept.append(cluster)
      }
    }
    return kept
  }

  /// Offset and time of a hit in one number, which sorts twice as fast as three: 31 bits of the time, the offset above
  /// them, raised so that it is not negative.
  private static func packed(_ hit: Hit) -> UInt64 {
    UInt64(Int(hit.position) - Int(hit.time) + raised) << 31 | UInt64(hit.time)
  }

  private static func offset(_ packed: UInt64) -> Int { Int(packed >> 31) - raised }

  private static let raised = 1 << 31
  private static let timeMask: UInt64 = 1 << 31 - 1
}

/// How many hits have which offset, scattered over counters.
private struct Counts {
  private(set) var counters: [UInt8]
  /// Hits whose counters hold as much as the place says, from 2 on.
  private var hitsOfCount = [Int](repeating: 0, count: 256)

  /// Hits that are looked at one by one; chosen: sorting them costs a millisecond.
  private static let survivorLimit = 20_000

  init(_ hits: [Hit], bits: Int) {
    counters = [UInt8](repeating: 0, count: 1 << bits)
    for hit in hits {
      let place = Self.place(hit, bits: bits)
      let count = Int(counters[place])
      if count == 255 { continue }
      counters[place] = UInt8(count + 1)
      // Most counters stay at one.
      if count > 0 {
        hitsOfCount[count] -= count
        hitsOfCount[count + 1] += count + 1
      }
    }
  }

  /// The count from which on a counter's hits are looked at: an offset's votes may fall on both sides of a
  /// border between two counters; where that leaves too many hits, as high as it must be.
  func threshold(least: Int) -> UInt8 {
    var lowest = 255
    var left = hitsOfCount[lowest]
    while lowest > max(2, (least + 1) / 2), left + hitsOfCount[lowest - 1] <= Self.survivorLimit {
      lowest -= 1
      left += hitsOfCount[lowest]
    }
    return UInt8(lowest)
  }

  /// The counter of a hit's offset; offsets of four steps have one.
  @inline(__always)
  static func place(_ hit: Hit, bits: Int) -> Int {
    let offset = (hit.position &- UInt32(bitPattern: hit.time)) >> 2
    return Int((offset &* 0x9E37_79B1) >> UInt32(32 - bits))
  }
}

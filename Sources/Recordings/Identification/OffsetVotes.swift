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
    let shift = UInt32(32 - bits)
    var counters = [UInt8](repeating: 0, count: 1 << bits)
    for hit in hits {
      let place = Int(cell(hit) >> shift)
      if counters[place] < 255 { counters[place] += 1 }
    }
    let enough = threshold(counters, least: least)
    var survivors: [(offset: Int, position: UInt32, time: Int32)] = []
    for hit in hits where counters[Int(cell(hit) >> shift)] >= enough {
      survivors.append((Int(hit.position) - Int(hit.time), hit.position, hit.time))
    }
    survivors.sort { ($0.offset, $0.position) < ($1.offset, $1.position) }
    var found: [Cluster] = []
    var first = 0
    for last in survivors.indices {
      while survivors[last].offset - survivors[first].offset >= width { first += 1 }
      let votes = last - first + 1
      if votes >= least {
        let middle = survivors[(first + last) / 2]
        found.append(
          Cluster(offset: middle.offset, votes: votes, position: middle.position))
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

  /// The count from which on a counter's hits are looked at: an offset's votes may fall on both sides of a
  /// border between two counters; where that leaves too many hits, as high as it must be.
  private static func threshold(_ counters: [UInt8], least: Int) -> UInt8 {
    var hits = [Int](repeating: 0, count: 256)
    // Nearly all counters hold less than any threshold.
    for count in counters where count >= 2 { hits[Int(count)] += Int(count) }
    var lowest = 255
    var left = hits[lowest]
    while lowest > max(2, (least + 1) / 2), left + hits[lowest - 1] <= survivorLimit {
      lowest -= 1
      left += hits[lowest]
    }
    return UInt8(lowest)
  }

  /// Hits that are looked at one by one; chosen: sorting them costs a millisecond.
  private static let survivorLimit = 20_000

  /// Offsets of four steps have one cell.
  @inline(__always)
  private static func cell(_ hit: Hit) -> UInt32 {
    let offset = (hit.position &- UInt32(bitPattern: hit.time)) >> 2
    return offset &* 0x9E37_79B1
  }
}

extension Segment {
  /// Adds the places on the tape at which wanted keys are heard to `hits`, those of the rarest keys first, as
  /// many as `budget` allows.
  ///
  /// O(keys) and O(budget): of keys that are too frequent nothing but their number is read, and what is not used is not
  /// checked.
  ///
  /// - Precondition: `wanted` rises.
  /// - Throws: `damaged` where a bucket that is used, or holds nothing of what is wanted, is not what was written.
  func collect(
    _ wanted: [WantedKey], budget: Int, into hits: inout [Hit]
  ) throws(RecordingsError) {
    fetch(wanted)
    var finder = KeyFinder(wanted: wanted, bucketShift: bucketShift)
    while finder.next < wanted.count {
      let bucket = bucket(of: wanted[finder.next].key)
      let known = finder.met.count
      try glance(at: bucket, &finder)
      // No bucket shall be silent because it is damaged.
      if finder.met.count == known { try check(bucket: bucket) }
      // What the bucket does not hold is nowhere else.
      while finder.next < wanted.count, self.bucket(of: wanted[finder.next].key) == bucket {
        finder.next += 1
      }
    }
    let keys = MetKey.rarest(of: finder.met, within: budget)
    hits.reserveCapacity(hits.count + keys.reduce(0) { $0 + $1.count * $1.wanted.count })
    for key in keys {
      try check(bucket: bucket(of: key.key))
      forEachPosition(at: key.place, count: key.count) { position in
        for i in key.wanted { hits.append(Hit(position: position, time: wanted[i].time)) }
      }
    }
  }
}

/// Notes which wanted keys a segment holds.
private struct KeyFinder: GroupReader {
  let wanted: [WantedKey]
  let bucketShift: UInt32
  var next = 0
  private(set) var met: [MetKey] = []

  init(wanted: [WantedKey], bucketShift: UInt32) {
    (self.wanted, self.bucketShift) = (wanted, bucketShift)
  }

  mutating func begin(_ key: UInt32, count: Int, at offset: Int) -> GroupVerdict {
    while next < wanted.count, wanted[next].key < key { next += 1 }
    guard next < wanted.count else { return .stop }
    guard wanted[next].key == key else { return .skip }
    let first = next
    while next < wanted.count, wanted[next].key == key { next += 1 }
    met.append(MetKey(key: key, count: count, wanted: first..<next, place: offset))
    // What follows in the bucket is passed over only where something of it is wanted.
    let isLast = next == wanted.count || wanted[next].key >> bucketShift != key >> bucketShift
    return isLast ? .stop : .skip
  }

  mutating func take(_ position: UInt32) {}
}

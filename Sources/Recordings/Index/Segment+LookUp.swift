extension Segment {
  /// Adds every place on the tape at which a wanted key is heard to `hits`; keys heard more than `limit`
  /// times say nothing and are passed over.
  ///
  /// O(buckets met), each about a kilobyte.
  ///
  /// - Precondition: `wanted` rises.
  /// - Throws: `damaged` where a bucket is not what was written.
  func collect(
    _ wanted: [WantedKey], limit: Int, into hits: inout [Hit]
  ) throws(RecordingsError) {
    var reader = LookUp(wanted: wanted, limit: limit)
    swap(&reader.hits, &hits)
    defer { swap(&reader.hits, &hits) }
    while reader.next < wanted.count {
      let bucket = bucket(of: wanted[reader.next].key)
      try read(bucket: bucket, &reader)
      // What the bucket does not hold is nowhere else.
      while reader.next < wanted.count, self.bucket(of: wanted[reader.next].key) == bucket {
        reader.next += 1
      }
    }
  }
}

/// Takes the groups that a query asks for.
private struct LookUp: GroupReader {
  let wanted: [WantedKey]
  let limit: Int
  var next = 0
  var hits: [Hit] = []
  private var last = 0

  init(wanted: [WantedKey], limit: Int) {
    self.wanted = wanted
    self.limit = limit
  }

  mutating func begin(_ key: UInt32, count: Int) -> GroupVerdict {
    while next < wanted.count, wanted[next].key < key { next += 1 }
    guard next < wanted.count else { return .stop }
    guard wanted[next].key == key else { return .skip }
    last = next
    while last < wanted.count, wanted[last].key == key { last += 1 }
    if count > limit {
      next = last
      return .skip
    }
    return .take
  }

  mutating func take(_ position: UInt32) {
    for i in next..<last { hits.append(Hit(position: position, time: wanted[i].time)) }
  }

  mutating func end() { next = last }
}

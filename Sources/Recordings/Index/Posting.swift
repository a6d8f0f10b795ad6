import Sound

/// One place at which a key is heard in a track.
struct TrackPosting: Equatable {
  var key: UInt32
  /// Steps from the beginning of the track.
  var time: UInt32
}

/// One place at which a key is heard on an index' tape: all its tracks, one after the other.
struct Posting: Equatable {
  /// Scattered: see `scattered`.
  var key: UInt32
  /// Steps from the beginning of the tape.
  var position: UInt32

  /// Spreads keys evenly over 32 bits, each to one of its own.
  ///
  /// Music uses few of the possible keys often; scattered, every bucket of the index gets as many. Two odd
  /// factors and two folding shifts, all of them bijections (the finaliser of Appleby's MurmurHash3).
  static func scattered(_ key: UInt32) -> UInt32 {
    var key = key
    key = (key ^ key >> 16) &* 0x85EB_CA6B
    key = (key ^ key >> 13) &* 0xC2B2_AE35
    return key ^ key >> 16
  }
}

/// One place in a query where a key is heard.
struct WantedKey {
  /// Scattered.
  var key: UInt32
  /// Steps from the beginning of the query.
  var time: Int32
}

/// A key of the query met on the tape.
struct Hit {
  var position: UInt32
  var time: Int32
}

/// The tracks of a segment and where each begins on its tape.
struct SegmentTracks {
  private(set) var ids: [TrackID] = []
  /// One more than tracks: the last is the tape's length.
  private(set) var starts: [UInt32] = [0]

  var count: Int { ids.count }
  var length: UInt32 { starts[ids.count] }

  init() {}

  init(ids: [TrackID], starts: [UInt32]) {
    self.ids = ids
    self.starts = starts
  }

  /// Whether so many steps more fit on the tape.
  func hasRoom(for steps: Int) -> Bool { Int(length) + steps < Int(UInt32.max) }

  mutating func append(_ id: TrackID, steps: UInt32) {
    starts.append(length + steps)
    ids.append(id)
  }

  /// The track that lies at a position before the tape's end.
  func index(at position: UInt32) -> Int {
    var (low, high) = (0, ids.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    return low
  }
}

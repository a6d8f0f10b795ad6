import Sound

/// Tracks that are to become a segment, in memory.
struct PostingBatch {
  private(set) var tracks = SegmentTracks()
  private var postings: [Posting] = []
  private var isSorted = true

  var count: Int { postings.count }
  var isEmpty: Bool { tracks.count == 0 }

  /// Adds a track to the end of the tape.
  ///
  /// - Parameters:
  ///   - id: the track's.
  ///   - places: where its keys are heard.
  mutating func append(_ id: TrackID, _ places: [TrackPosting]) {
    let start = tracks.length
    var steps: UInt32 = 1
    for place in places {
      postings.append(
        Posting(key: Posting.scattered(place.key), position: start + place.time))
      steps = max(steps, place.time + 1)
    }
    tracks.append(id, steps: steps)
    isSorted = false
  }

  /// Brings the postings into the order of a segment, each once.
  mutating func sort() {
    guard !isSorted else { return }
    postings.sort { ($0.key, $0.position) < ($1.key, $1.position) }
    var kept = 0
    for i in postings.indices where i == 0 || postings[i] != postings[kept - 1] {
      postings[kept] = postings[i]
      kept += 1
    }
    postings.removeLast(postings.count - kept)
    isSorted = true
  }

  /// Writes the batch as a segment.
  mutating func write(
    to path: String, content: IndexContent, as target: String
  ) throws(RecordingsError) {
    sort()
    var writer = try SegmentWriter(
      at: path, content: content, tracks: tracks, expected: postings.count)
    var first = 0
    var positions: [UInt32] = []
    while first < postings.count {
      let key = postings[first].key
      positions.removeAll(keepingCapacity: true)
      while first < postings.count, postings[first].key == key {
        positions.append(postings[first].position)
        first += 1
      }
      try writer.add(key, positions)
    }
    try writer.publish(as: target)
  }

  /// Adds the places on the tape at which wanted keys are heard to `hits`, those of the rarest keys first, as
  /// many as `budget` allows.
  ///
  /// - Precondition: `sort` was called, and `wanted` rises.
  func collect(_ wanted: [WantedKey], budget: Int, into hits: inout [Hit]) {
    var met: [MetKey] = []
    var place = 0
    var next = 0
    while next < wanted.count, place < postings.count {
      let (first, key) = (next, wanted[next].key)
      while next < wanted.count, wanted[next].key == key { next += 1 }
      place = firstPlace(of: key, from: place)
      var end = place
      while end < postings.count, postings[end].key == key { end += 1 }
      if end > place {
        met.append(MetKey(key: key, count: end - place, wanted: first..<next, place: place))
      }
      place = end
    }
    for key in MetKey.rarest(of: met, within: budget) {
      for place in key.place..<key.place + key.count {
        for i in key.wanted {
          hits.append(Hit(position: postings[place].position, time: wanted[i].time))
        }
      }
    }
  }

  /// Binary search.
  private func firstPlace(of key: UInt32, from start: Int) -> Int {
    var (low, high) = (start, postings.count)
    while low < high {
      let middle = (low + high) / 2
      if postings[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

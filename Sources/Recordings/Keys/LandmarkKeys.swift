import Sound

/// Pairs of landmarks, which are looked up: the frequency of the first, and how far the second lies from it.
///
/// After Wang (ISMIR 2003). A key has 7 bits of the first frequency in steps of 43 Hz, 8 of the distance in
/// frequency in steps of 21.5 Hz, 7 of the distance in time in steps of 20 ms.
enum LandmarkKeys {
  /// Frames in one step of time.
  private static let framesPerStep: Float = 2
  /// Seconds in one step of time.
  static let timeStep = Double(framesPerStep) / Landmarks.framesPerSecond
  /// Frames from the first to the second: 0.1 to 1.4 s.
  private static let distances = 10...140
  /// Bins from one to the other at most: 1 378 Hz.
  private static let span: Float = 64
  /// Followers that a landmark of a track is paired with, the nearest in time.
  ///
  /// Measured: see docs/recordings.md; 3 × 8 landmarks make 24 keys a second.
  static let storedFollowers = 3

  /// The keys of a track.
  static func postings(_ peaks: [Landmark]) -> [TrackPosting] {
    var postings: [TrackPosting] = []
    postings.reserveCapacity(peaks.count * storedFollowers)
    forEachPair(peaks, followers: storedFollowers) { first, second, _ in
      let key = pack(
        Int((first.bin / 2).rounded(.down)), Int((second.bin - first.bin).rounded()),
        (second.frame - first.frame) / 2)
      postings.append(TrackPosting(key: key, time: UInt32(first.frame / 2)))
    }
    return postings
  }

  /// How a clip is looked for.
  struct Query {
    /// How much faster the clip plays than the track.
    var speed = 1.0
    /// Followers that a landmark is paired with at most, and keys that are looked up for it: of many landmarks there are
    /// fewer followers, but two.
    var followers = 10
    var budget = Int.max
    /// How far from a border between two keys a pair is looked up under both, in steps.
    var tolerance: Float = 0.25
  }

  /// The keys of a clip under which it may be found, in rising order once scattered.
  static func wanted(_ peaks: [Landmark], _ query: Query) -> [WantedKey] {
    var wanted: [(key: WantedKey, rank: Int)] = []
    // Keys of so many followers.
    var counts = [Int](repeating: 0, count: query.followers + 1)
    let (toBins, toFrames) = (Float(1 / query.speed), Float(query.speed))
    forEachPair(peaks, followers: query.followers) { first, second, rank in
      let low = first.bin * toBins / 2
      let span = (second.bin - first.bin) * toBins
      let time = Float(second.frame - first.frame) * toFrames / framesPerStep
      let start = Int32((Float(first.frame) * toFrames / framesPerStep).rounded(.down))
      let tolerance = query.tolerance
      // Stored landmarks lie on whole bins and frames, so a border between keys lies between those.
      for f in Int((low - tolerance).rounded(.down))...Int((low + tolerance).rounded(.down)) {
        for s in Int((span - tolerance - 0.25).rounded())...Int((span + tolerance + 0.25).rounded())
        {
          for t in Int((time - tolerance).rounded(.down))...Int((time + tolerance).rounded(.down)) {
            guard let key = packChecked(f, s, t) else { continue }
            wanted.append((WantedKey(key: Posting.scattered(key), time: start), rank))
            counts[rank] += 1
          }
        }
      }
    }
    var (followers, count) = (query.followers, wanted.count)
    while followers > 2, count > query.budget {
      count -= counts[followers]
      followers -= 1
    }
    var kept = wanted.filter { $0.rank <= followers }.map(\.key)
    kept.sort { $0.key < $1.key }
    return kept
  }

  private static func packChecked(_ low: Int, _ span: Int, _ time: Int) -> UInt32? {
    guard (0..<128).contains(low), (-64...64).contains(span), (0..<128).contains(time) else {
      return nil
    }
    return pack(low, span, time)
  }

  private static func pack(_ low: Int, _ span: Int, _ time: Int) -> UInt32 {
    UInt32(low) << 15 | UInt32(span + 64) << 7 | UInt32(time)
  }

  /// Calls `body` with each landmark and its followers, the nearest in time first, and which of them it is, from 1 on.
  private static func forEachPair(
    _ peaks: [Landmark], followers: Int, _ body: (Landmark, Landmark, Int) -> Void
  ) {
    for index in peaks.indices {
      let first = peaks[index]
      var left = followers
      var next = index + 1
      while left > 0, next < peaks.count {
        let distance = peaks[next].frame - first.frame
        if distance > distances.upperBound { break }
        if distance >= distances.lowerBound, abs(peaks[next].bin - first.bin) <= span {
          body(first, peaks[next], followers - left + 1)
          left -= 1
        }
        next += 1
      }
    }
  }
}

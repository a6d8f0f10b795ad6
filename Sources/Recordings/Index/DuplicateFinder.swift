public import Sound

/// Finds the tracks that may share a stretch with one.
///
/// It only proposes; `Comparison` decides.
public struct DuplicateFinder {
  /// Words that must be met at their own distances: of 10 s, some 60 words, a 24 kbps copy keeps a third.
  private static let leastWords = 5
  /// The same for pairs of landmarks, which are met by chance more often.
  private static let leastLandmarks = 8
  /// Places on the tape that are proposed at most.
  private static let limit = 64
  /// Places on the tape that are looked at for one query.
  ///
  /// chosen: a track of a library of 100 000 then takes 49 ms (docs/recordings.md, the index).
  private static let hitBudget = 400_000
  /// Seconds of a track whose landmarks are looked up, in as many places.
  ///
  /// chosen: noisy copies of whole tracks are found by any of them; a shared stretch is found by its words.
  private static let excerpt = 15.0
  private static let excerpts = 3

  private let words: PostingIndex
  private let landmarks: PostingIndex

  public init(_ index: RecordingIndex) {
    words = index.words
    landmarks = index.landmarks
  }

  /// The tracks that may share at least 10 s with a track, itself left out, in order.
  ///
  /// - Throws: `damaged` where a file of the index is not what was written.
  public func candidates(for hearing: Hearing) throws(RecordingsError) -> [TrackID] {
    var found: Set<TrackID> = []
    var wanted = WordKeys.postings(hearing.words).map {
      WantedKey(key: Posting.scattered($0.key), time: Int32($0.time))
    }
    wanted.sort { $0.key < $1.key }
    try find(wanted, in: words, least: Self.leastWords, separation: 8, &found)
    for part in Self.parts(of: hearing) {
      let wanted = LandmarkKeys.wanted(part, LandmarkKeys.Query(followers: 4, tolerance: 0.1))
      try find(wanted, in: landmarks, least: Self.leastLandmarks, separation: 25, &found)
    }
    found.remove(hearing.track)
    return found.sorted { $0.description < $1.description }
  }

  private func find(
    _ wanted: [WantedKey], in index: PostingIndex, least: Int, separation: Int,
    _ found: inout Set<TrackID>
  ) throws(RecordingsError) {
    let clusters = try index.clusters(
      wanted, hitBudget: Self.hitBudget, least: least, limit: Self.limit, separation: separation)
    for cluster in clusters { found.insert(cluster.track) }
  }

  /// Excerpts from the first, the middle and the last third; all of a short track.
  private static func parts(of hearing: Hearing) -> [[Landmark]] {
    let peaks = hearing.landmarks.peaks
    let frames = (peaks.last?.frame ?? 0) + 1
    let length = Int(excerpt * Landmarks.framesPerSecond)
    guard frames > excerpts * length else { return [peaks] }
    return (0..<excerpts).map { place in
      let start = (2 * place + 1) * frames / (2 * excerpts) - length / 2
      let first = peaks.firstPlace { $0.frame >= start }
      let last = peaks.firstPlace { $0.frame >= start + length }
      return peaks[first..<last].map { Landmark(frame: $0.frame - start, bin: $0.bin) }
    }
  }
}

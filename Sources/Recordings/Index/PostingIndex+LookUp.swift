import Sound

extension PostingIndex {
  /// A place in a track where a query may lie.
  struct TrackCluster {
    var track: TrackID
    /// Steps of the track at which the query begins; negative where it begins before it.
    var offset: Int
    var votes: Int
  }

  /// Finds where a query may lie.
  ///
  /// - Parameters:
  ///   - wanted: the query's keys, rising.
  ///   - hitBudget: places on the tape that are looked at, those of the rarest keys first.
  ///   - least: keys that must agree.
  ///   - limit: places at most.
  ///   - separation: steps of which only the best place counts.
  /// - Returns: the places with the most keys at their own distances, the best first.
  /// - Throws: `damaged` where a segment is not what was written.
  func clusters(
    _ wanted: [WantedKey], hitBudget: Int, least: Int, limit: Int, separation: Int
  ) throws(RecordingsError) -> [TrackCluster] {
    var result: [TrackCluster] = []
    var hits: [Hit] = []
    // Each part has its share of the budget, so that a library's answers do not depend on how it grew.
    let share = Double(hitBudget) / Double(max(1, postings))
    for part in parts {
      hits.removeAll(keepingCapacity: true)
      try part.segment.collect(
        wanted, budget: Int(share * Double(part.segment.postings)), into: &hits)
      // Tracks that are gone may take places; some more are asked for.
      let clusters = OffsetVotes.clusters(
        hits, least: least, limit: limit + part.gone, separation: separation)
      for cluster in clusters {
        let track = part.segment.tracks.index(at: cluster.position)
        if part.isGone[track] { continue }
        result.append(Self.cluster(cluster, in: part.segment.tracks, track))
      }
    }
    hits.removeAll(keepingCapacity: true)
    head.collect(wanted, budget: Int(share * Double(head.count)), into: &hits)
    for cluster in OffsetVotes.clusters(
      hits, least: least, limit: limit, separation: separation)
    {
      let track = head.tracks.index(at: cluster.position)
      result.append(Self.cluster(cluster, in: head.tracks, track))
    }
    result.sort { ($0.votes, $1.track.description) > ($1.votes, $0.track.description) }
    return Array(result.prefix(limit))
  }

  private static func cluster(
    _ cluster: OffsetVotes.Cluster, in tracks: SegmentTracks, _ track: Int
  ) -> TrackCluster {
    TrackCluster(
      track: tracks.ids[track], offset: cluster.offset - Int(tracks.starts[track]),
      votes: cluster.votes)
  }
}

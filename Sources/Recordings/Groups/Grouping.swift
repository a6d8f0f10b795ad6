public import Sound

/// Puts tracks that are one recording into groups, and gives each group a name that stays.
///
/// The same links, edits and names give the same groups, in whatever order they were found: a person's merges
/// come first, then the links, the surest first; a link that would bring together what a person split is left out.
public struct Grouping {
  /// Tracks of each recording that has several, in order; with the recording's id.
  public private(set) var groups: [(recording: TrackID, tracks: [TrackID])] = []

  /// - Parameters:
  ///   - links: of tracks that are in the library.
  ///   - edits: of any tracks.
  ///   - names: the recording that each track belonged to so far, where it was not its own.
  ///   - holds: whether the library has a track.
  public init(
    links: [RecordingLink], edits: [RecordingEdit], names: [TrackID: TrackID],
    holds: (TrackID) -> Bool
  ) {
    var forest = Forest()
    for edit in edits where edit.kind == .split { forest.forbid(edit.first, edit.second) }
    for edit in edits.sorted(by: { $0.order < $1.order })
    where edit.kind == .merge && holds(edit.first) && holds(edit.second) {
      forest.join(edit.first, edit.second)
    }
    for link in links.sorted(by: { $0.isSurer(than: $1) }) where link.verdict.isOneRecording {
      forest.join(link.first, link.second)
    }
    let members = forest.groups
    groups = Self.named(members, names)
  }

  /// A group keeps the id that most of its tracks had; of several with one id, the one that holds the track
  /// of that id, else the largest.
  private static func named(
    _ members: [[TrackID]], _ names: [TrackID: TrackID]
  ) -> [(recording: TrackID, tracks: [TrackID])] {
    var taken: Set<TrackID> = []
    // An id that is a track's own belongs to the group of that track.
    let homes = Dictionary(
      members.enumerated().flatMap { index, tracks in tracks.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
    var result: [(recording: TrackID, tracks: [TrackID])] = []
    let order = members.indices.sorted {
      (members[$1].count, members[$0][0].description)
        < (members[$0].count, members[$1][0].description)
    }
    for index in order {
      let tracks = members[index]
      var votes: [TrackID: Int] = [:]
      for track in tracks { votes[names[track] ?? track, default: 0] += 1 }
      let held = votes.filter { name, _ in
        !taken.contains(name) && (homes[name] ?? index) == index
      }
      let name = held.max {
        ($0.value, $1.key.description) < ($1.value, $0.key.description)
      }
      let recording = name?.key ?? tracks.first { !taken.contains($0) } ?? tracks[0]
      taken.insert(recording)
      result.append((recording: recording, tracks: tracks))
    }
    return result.sorted { $0.recording.description < $1.recording.description }
  }
}

extension RecordingEdit {
  fileprivate var order: String { first.description + second.description }
}

extension RecordingLink {
  fileprivate func isSurer(than other: RecordingLink) -> Bool {
    if verdict != other.verdict { return verdict < other.verdict }
    if coverage != other.coverage { return coverage > other.coverage }
    return (first.description, second.description)
      < (other.first.description, other.second.description)
  }
}

/// Sets of tracks that grow together, some of which may not.
private struct Forest {
  private var parents: [TrackID: TrackID] = [:]
  private var members: [TrackID: [TrackID]] = [:]
  private var apart: [TrackID: Set<TrackID>] = [:]

  mutating func forbid(_ first: TrackID, _ second: TrackID) {
    apart[first, default: []].insert(second)
    apart[second, default: []].insert(first)
  }

  mutating func join(_ first: TrackID, _ second: TrackID) {
    let (a, b) = (root(first), root(second))
    if a == b { return }
    let (mine, theirs) = (members[a] ?? [a], members[b] ?? [b])
    let isForbidden = mine.contains { track in
      guard let others = apart[track] else { return false }
      return theirs.contains(where: others.contains)
    }
    if isForbidden { return }
    parents[b] = a
    members[a] = mine + theirs
    members[b] = nil
  }

  private func root(_ track: TrackID) -> TrackID {
    var track = track
    while let parent = parents[track] { track = parent }
    return track
  }

  /// Those of several tracks, each in order.
  var groups: [[TrackID]] {
    members.values.filter { $0.count > 1 }
      .map { $0.sorted { $0.description < $1.description } }
      .sorted { $0[0].description < $1[0].description }
  }
}

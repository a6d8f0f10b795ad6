import Catalogue
import Sound
import Synchronization
import Tagging

/// What the objects of tracks say out of their tags, beyond what the shelf's cards know.
struct TrackHeading: Sendable, Equatable {
  let isrc: String?
  /// From 1.
  let disc: Int
  /// From 1; nil where the tags have none.
  let number: Int?
  /// As the tag writes it.
  let date: String?
  let isCompilation: Bool
  let albumArtists: [String]

  init(_ tags: TrackTags) {
    isrc = tags["ISRC"].first
    let digits = tags["DISCNUMBER"].first?.prefix { $0 != "/" }.filter(\.isNumber)
    disc = max(1, digits.flatMap { Int($0) } ?? 1)
    number = tags.trackNumber
    date = tags.date ?? tags["YEAR"].first
    isCompilation = tags["COMPILATION"].first == "1"
    albumArtists = tags.albumArtists
  }
}

/// Headings that were read once: to read tags again for every answer costs more than all the rest of it.
final class HeadingMemory: Sendable {
  private let known = Mutex<[TrackID: (revision: Int, heading: TrackHeading)]>([:])

  /// The headings of these rows, in their order.
  ///
  /// What is known of a track counts as long as the shelf says that it has not changed since.
  func headings(
    of rows: [Int], on shelf: Shelf, from catalogue: Catalogue
  ) throws -> [TrackHeading] {
    let wanted = rows.map { (track: shelf.cards[$0].track, revision: shelf.revisions[$0]) }
    var found = known.withLock { known in
      wanted.map { known[$0.track] }
    }
    for (index, want) in wanted.enumerated() where found[index]?.revision != want.revision {
      found[index] = nil
    }
    let missing = wanted.indices.filter { found[$0] == nil }
    guard !missing.isEmpty else { return found.compactMap { $0?.heading } }
    let tags = try catalogue.tags(of: missing.map { wanted[$0].track })
    for index in missing {
      let heading = TrackHeading(tags[wanted[index].track] ?? TrackTags())
      found[index] = (wanted[index].revision, heading)
    }
    known.withLock { known in
      // Tracks that went are forgotten with all others, once there are as many of them.
      if known.count > 2 * shelf.cards.count + 1000 { known = [:] }
      for index in missing { known[wanted[index].track] = found[index] }
    }
    return found.compactMap { $0?.heading }
  }
}

import Catalogue
import Foundation
import Sound

/// Songs, albums and artists in the shapes of OpenSubsonic.
struct SongNodes {
  let shelf: Shelf
  let catalogue: Catalogue
  let headings: HeadingMemory

  /// A `Child` of each row, in order.
  func nodes(_ rows: [Int]) throws -> [SubsonicNode] {
    let headings = try headings.headings(of: rows, on: shelf, from: catalogue)
    return zip(rows, headings).map { node(shelf.cards[$0], $1) }
  }

  private func node(_ card: TrackCard, _ heading: TrackHeading) -> SubsonicNode {
    let id = card.track.description
    let year = heading.date.flatMap { Int($0.prefix(4)) }
    let artist = card.artists.first
    return SubsonicNode([
      ("id", .text(id)), ("isDir", .flag(false)), ("title", .text(card.title)),
      ("album", card.album.map { .text($0) }), ("artist", artist.map { .text($0) }),
      ("displayArtist", .text(card.artists.joined(separator: ", "))),
      ("track", heading.number.map { .integer($0) }), ("year", year.map { .integer($0) }),
      ("genre", card.genres.first.map { .text($0) }),
      ("coverArt", card.hasCover ? .text(id) : nil), ("contentType", .text("audio/ogg")),
      ("suffix", .text("ogg")), ("duration", .integer(Int(card.duration.rounded()))),
      ("albumId", card.albumKey.map { .text(NameID.album($0)) }),
      ("artistId", artist.map { .text(NameID.artist($0)) }), ("type", .text("music")),
      ("mediaType", .text("song")), ("isVideo", .flag(false)),
      ("bpm", card.bpm.map { .integer(Int($0.rounded())) }),
    ])
  }

  func artist(_ id: String) -> SubsonicNode? {
    guard let group = shelf.artists[id] else { return nil }
    let albums = Set(group.rows.compactMap { shelf.cards[$0].albumKey })
    return SubsonicNode([
      ("id", .text(id)), ("name", .text(group.name)), ("albumCount", .integer(albums.count)),
    ])
  }

  func album(_ id: String) -> SubsonicNode? {
    guard let group = shelf.albums[id], let first = group.rows.first else { return nil }
    let card = shelf.cards[first]
    let cover = group.rows.first { shelf.cards[$0].hasCover }
    let seconds = group.rows.reduce(0.0) { $0 + shelf.cards[$1].duration }
    return SubsonicNode([
      ("id", .text(id)), ("name", .text(group.name)),
      ("artist", card.artists.first.map { .text($0) }),
      ("artistId", card.artists.first.map { .text(NameID.artist($0)) }),
      ("coverArt", cover.map { .text(shelf.cards[$0].track.description) }),
      ("songCount", .integer(group.rows.count)), ("duration", .integer(Int(seconds.rounded()))),
      // Files have no date of arrival in the catalogue; the protocol wants one.
      ("created", .text("1970-01-01T00:00:00Z")),
    ])
  }
}

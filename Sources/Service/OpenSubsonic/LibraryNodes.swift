import Catalogue
import Foundation
import Sound

/// Songs, albums and artists in the shapes of OpenSubsonic.
struct LibraryNodes {
  let shelf: Shelf
  let catalogue: Catalogue

  /// A `Child` of each row, in order.
  func songs(_ rows: some Sequence<Int>) throws -> [SubsonicNode] {
    let rows = Array(rows)
    let files = try catalogue.files(of: rows.map { shelf.cards[$0].track })
    return rows.map { song($0, files[shelf.cards[$0].track]) }
  }

  private func song(_ row: Int, _ files: Catalogue.TrackFiles?) -> SubsonicNode {
    let card = shelf.cards[row]
    let album = shelf.album(ofRow: row)
    let id = card.track.description
    let artists = card.shownArtists
    let isThere = files?.original != nil
    let type = isThere ? MediaType(container: files?.container ?? "") : .rendition
    let bytes = isThere ? files?.originalBytes : files?.renditionBytes
    let year = (card.heading.date ?? album?.date).flatMap(ReleaseDate.year)
    var node = SubsonicNode([
      ("id", .text(id)), ("parent", album.map { .text($0.id) }), ("isDir", .flag(false)),
      ("title", .text(card.title)), ("album", album.map { .text($0.name) }),
      ("artist", .text(artists[0])), ("displayArtist", .text(artists.joined(separator: ", "))),
      ("displayAlbumArtist", album.map { .text($0.artists.joined(separator: ", ")) }),
      ("track", card.heading.number.map { .integer($0) }),
      ("discNumber", .integer(card.heading.disc)), ("year", year.map { .integer($0) }),
      ("genre", card.genres.first.map { .text($0) }),
      (
        "coverArt",
        card.hasCover ? .text(id) : album.flatMap { $0.cover == nil ? nil : .text($0.id) }
      ),
      ("size", bytes.map { .integer($0) }), ("contentType", .text(type.mime)),
      ("suffix", .text(type.suffix)),
      // What `stream` sends where nothing else is asked for.
      ("transcodedContentType", isThere ? .text(MediaType.rendition.mime) : nil),
      ("transcodedSuffix", isThere ? .text(MediaType.rendition.suffix) : nil),
      ("duration", .integer(Int(card.duration.rounded()))),
      ("bitRate", bytes.flatMap { Self.kilobits($0, over: card.duration) }.map { .integer($0) }),
      ("path", .text(path(card, album, type))),
      ("created", card.arrived.map { .text(Self.time($0)) }),
      ("albumId", album.map { .text($0.id) }), ("artistId", .text(NameID.artist(artists[0]))),
      ("type", .text("music")), ("mediaType", .text("song")), ("isVideo", .flag(false)),
      ("bpm", card.bpm.map { .integer(Int($0.rounded())) }),
    ])
    node.lists = [
      ("genres", card.genres.map { SubsonicNode([("name", .text($0))]) }),
      ("artists", named(artists)), ("albumArtists", named(album?.artists ?? [])),
    ]
    return node
  }

  private static func kilobits(_ bytes: Int, over seconds: Double) -> Int? {
    seconds > 0 ? Int((Double(bytes) * 8 / seconds / 1000).rounded()) : nil
  }

  private func named(_ artists: [String]) -> [SubsonicNode] {
    artists.map { SubsonicNode([("id", .text(NameID.artist($0))), ("name", .text($0))]) }
  }

  /// Where players may put the song; where files lie on the server is its owner's business.
  private func path(_ card: TrackCard, _ album: ShelfAlbum?, _ type: MediaType) -> String {
    let number = card.heading.number.map { $0 < 10 ? "0\($0) " : "\($0) " } ?? ""
    return [
      album?.artists[0] ?? TrackCard.unknownArtist, album?.name ?? card.title,
      "\(number)\(card.title).\(type.suffix)",
    ].map(Self.fileName).joined(separator: "/")
  }

  private static func fileName(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0 == "/" || $0.value < 0x20 ? "_" : $0 }))
  }

  /// An artist as `ArtistID3`; nil for an id of none.
  ///
  /// - Parameters:
  ///   - id: of the artist.
  ///   - albums: on how many they are, where that is known.
  /// - Returns: the element.
  func artist(_ id: String, albums: Int? = nil) -> SubsonicNode? {
    guard let group = shelf.artists[id] else { return nil }
    return SubsonicNode([
      ("id", .text(id)), ("name", .text(group.name)),
      ("albumCount", .integer(albums ?? shelf.albums(ofRows: group.rows).count)),
      ("coverArt", cover(of: group) == nil ? nil : .text(id)),
    ])
  }

  /// The first of an artist's tracks that has a picture.
  func cover(of artist: ShelfGroup) -> Int? { artist.rows.first { shelf.cards[$0].hasCover } }

  /// An album as `AlbumID3`.
  func album(_ album: ShelfAlbum) -> SubsonicNode {
    var node = SubsonicNode(
      [("id", .text(album.id)), ("name", .text(album.name))] + described(album) + [
        ("songCount", .integer(album.rows.count)),
        ("displayArtist", .text(album.artists.joined(separator: ", "))),
        ("isCompilation", .flag(album.isCompilation)),
      ])
    node.lists = [
      ("genres", album.genres.map { SubsonicNode([("name", .text($0))]) }),
      ("artists", named(album.artists)),
    ]
    return node
  }

  /// An album as a folder, for players that browse by folders.
  func folder(_ album: ShelfAlbum) -> SubsonicNode {
    SubsonicNode(
      [
        ("id", .text(album.id)), ("parent", .text(NameID.artist(album.artists[0]))),
        ("isDir", .flag(true)), ("title", .text(album.name)), ("name", .text(album.name)),
        ("album", .text(album.name)), ("songCount", .integer(album.rows.count)),
      ] + described(album))
  }

  private func described(_ album: ShelfAlbum) -> [(String, SubsonicNode.Value?)] {
    [
      ("artist", .text(album.artists[0])), ("artistId", .text(NameID.artist(album.artists[0]))),
      ("coverArt", album.cover == nil ? nil : .text(album.id)),
      ("duration", .integer(Int(album.duration.rounded()))),
      ("created", .text(Self.time(album.arrived))), ("year", album.year.map { .integer($0) }),
      ("genre", album.genres.first.map { .text($0) }),
    ]
  }

  /// The albums of an artist, the latest first.
  func albums(of artist: ShelfGroup) -> [ShelfAlbum] {
    shelf.albums(ofRows: artist.rows).compactMap { shelf.albums[$0] }
      .sorted { ($1.year ?? 0, $0.id) < ($0.year ?? 0, $1.id) }
  }

  /// A time as the protocol writes it (ISO 8601, UTC).
  static func time(_ seconds: Int) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }
}

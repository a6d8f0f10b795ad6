import Catalogue
import Sound

/// What a shelf holds of its tracks, in columns by row; a copy takes changes while the shelf goes on answering.
///
/// To put one track in costs what a copy of the columns does, a small part of reading them all anew.
struct ShelfContents: Sendable {
  /// Tracks that may come or change before everybody's percentiles are worked out anew: one in so many.
  ///
  /// Chosen: until then no share is off by more than a hundredth, and mostly by far less.
  private static let patience = 100

  /// In the order in which they came, their numbers as answers write them.
  private(set) var cards: [TrackCard]
  private(set) var features: [FeatureLine]
  private(set) var artists: [String: ShelfGroup] = [:]
  private(set) var albums: [String: ShelfAlbum] = [:]
  /// The album of each track, by row.
  private(set) var albumIDs: [String]
  private(set) var genres: [String: [Int]] = [:]
  private(set) var rows: [TrackKey: Int] = [:]
  private(set) var searchTexts: [SearchText]
  private(set) var columns: AttributeColumns
  /// The catalogue's number at which a row was last told to have changed.
  private(set) var revisions: [Int]
  /// The rows that share an album's key.
  private var albumRows: [String: [Int]] = [:]
  private var percentiles: Percentiles
  /// Tracks that came or changed since the percentiles were worked out.
  private var stale = 0

  init(_ cards: [TrackCard], revisions: [Int]? = nil) {
    let cards = cards.map(\.rounded)
    self.cards = cards
    self.revisions = revisions ?? Array(repeating: 0, count: cards.count)
    let lines = cards.map(FeatureLine.init)
    let percentiles = Percentiles(lines)
    features = lines.map { percentiles.added(to: $0) }
    self.percentiles = percentiles
    searchTexts = cards.map(SearchText.init)
    columns = AttributeColumns(cards)
    albumIDs = Array(repeating: "", count: cards.count)
    rows.reserveCapacity(cards.count)
    for (row, card) in cards.enumerated() {
      if let key = TrackKey(card.track.description.utf8) { rows[key] = row }
      albumRows[card.shownAlbumKey, default: []].append(row)
      for genre in Self.genres(of: card) { genres[genre, default: []].append(row) }
    }
    for (key, rows) in albumRows {
      for album in ShelfAlbum.albums(key, rows, cards, searchTexts) {
        albums[album.id] = album
        for row in album.rows { albumIDs[row] = album.id }
      }
    }
    // Ids are digests of names: each name's is worked out once.
    var known: [String: String] = [:]
    for row in cards.indices {
      for artist in names(row) {
        let id = known[artist] ?? NameID.artist(artist)
        known[artist] = id
        artists[id, default: ShelfGroup(name: artist)].rows.append(row)
      }
    }
  }

  /// The contents with what has changed in the catalogue.
  func applying(_ changes: Catalogue.Changes) -> ShelfContents {
    let isLittle = (stale + changes.cards.count) * Self.patience <= cards.count
    guard isLittle, changes.removed.isEmpty else { return rebuilt(changes) }
    var contents = self
    for card in changes.cards { contents.put(card, changes.sequence) }
    return contents
  }

  private func rebuilt(_ changes: Catalogue.Changes) -> ShelfContents {
    var (cards, revisions, known) = (cards, revisions, rows)
    for card in changes.cards {
      guard let key = TrackKey(card.track.description.utf8) else { continue }
      if let row = known[key] {
        (cards[row], revisions[row]) = (card, changes.sequence)
      } else {
        known[key] = cards.count
        cards.append(card)
        revisions.append(changes.sequence)
      }
    }
    let gone = Set(changes.removed)
    if !gone.isEmpty {
      let left = cards.indices.filter { !gone.contains(cards[$0].track) }
      (cards, revisions) = (left.map { cards[$0] }, left.map { revisions[$0] })
    }
    return ShelfContents(cards, revisions: revisions)
  }

  private mutating func put(_ card: TrackCard, _ sequence: Int) {
    guard let key = TrackKey(card.track.description.utf8) else { return }
    let line = percentiles.added(to: FeatureLine(card))
    stale += 1
    let card = card.rounded
    if let row = rows[key] {
      withdraw(row)
      (cards[row], features[row], revisions[row]) = (card, line, sequence)
      searchTexts[row] = SearchText(card)
    } else {
      rows[key] = cards.count
      cards.append(card)
      features.append(line)
      revisions.append(sequence)
      searchTexts.append(SearchText(card))
      albumIDs.append("")
    }
    guard let row = rows[key] else { return }
    columns.set(card, row: row)
    enter(row)
  }

  /// Puts a track into its album, which may thereby change what it is, and into its genres.
  private mutating func enter(_ row: Int) {
    let key = cards[row].shownAlbumKey
    takeApart(key)
    Self.insert(row, into: &albumRows[key, default: []])
    putTogether(key)
    for genre in Self.genres(of: cards[row]) { Self.insert(row, into: &genres[genre, default: []]) }
  }

  private mutating func withdraw(_ row: Int) {
    let key = cards[row].shownAlbumKey
    takeApart(key)
    albumRows[key]?.removeAll { $0 == row }
    if albumRows[key]?.isEmpty == true { albumRows[key] = nil }
    putTogether(key)
    for genre in Self.genres(of: cards[row]) {
      genres[genre]?.removeAll { $0 == row }
      if genres[genre]?.isEmpty == true { genres[genre] = nil }
    }
  }

  /// Forgets the albums of a key, and who played on them.
  private mutating func takeApart(_ key: String) {
    guard let rows = albumRows[key] else { return }
    for row in rows {
      for artist in names(row) {
        let id = NameID.artist(artist)
        artists[id]?.rows.removeAll { $0 == row }
        if artists[id]?.rows.isEmpty == true { artists[id] = nil }
      }
    }
    for row in rows { albums[albumIDs[row]] = nil }
  }

  private mutating func putTogether(_ key: String) {
    guard let rows = albumRows[key] else { return }
    for album in ShelfAlbum.albums(key, rows, cards, searchTexts) {
      albums[album.id] = album
      for row in album.rows { albumIDs[row] = album.id }
    }
    for row in rows {
      for artist in names(row) {
        Self.insert(
          row, into: &artists[NameID.artist(artist), default: ShelfGroup(name: artist)].rows)
      }
    }
  }

  /// Whose tracks a track is among: its own artists' and its album's.
  private func names(_ row: Int) -> [String] {
    let own = cards[row].shownArtists
    let others = albums[albumIDs[row]]?.artists ?? []
    if others == own && own.count == 1 { return own }
    var seen: Set<String> = []
    return (own + others).filter { seen.insert($0.lowercased()).inserted }
  }

  private static func insert(_ row: Int, into rows: inout [Int]) {
    // Nearly always the last: new tracks come at the end.
    rows.insert(row, at: rows.lastIndex { $0 < row }.map { $0 + 1 } ?? 0)
  }

  private static func genres(of card: TrackCard) -> Set<String> {
    Set(card.genres.map { $0.lowercased() })
  }
}

/// An artist: the name, and the rows of their tracks and of those on their albums.
struct ShelfGroup: Sendable, Equatable {
  var name: String
  /// Ascending.
  var rows: [Int] = []
}

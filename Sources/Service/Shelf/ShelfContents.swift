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

  /// In the order in which they came.
  private(set) var cards: [TrackCard]
  private(set) var features: [FeatureLine]
  private(set) var artists: [String: ShelfGroup] = [:]
  private(set) var albums: [String: ShelfGroup] = [:]
  private(set) var genres: [String: [Int]] = [:]
  private(set) var rows: [TrackKey: Int] = [:]
  private(set) var searchTexts: [SearchText]
  private(set) var columns: AttributeColumns
  /// The catalogue's number at which a row was last told to have changed.
  private(set) var revisions: [Int]
  private var percentiles: Percentiles
  /// Tracks that came or changed since the percentiles were worked out.
  private var stale = 0

  init(_ cards: [TrackCard], revisions: [Int]? = nil) {
    self.cards = cards
    self.revisions = revisions ?? Array(repeating: 0, count: cards.count)
    rows.reserveCapacity(cards.count)
    // Ids are digests of names: each name's is worked out once.
    var known: [String: String] = [:]
    for (row, card) in cards.enumerated() {
      if let key = TrackKey(card.track.description.utf8) { rows[key] = row }
      for artist in Set(card.artists) {
        let id = known[artist] ?? NameID.artist(artist)
        known[artist] = id
        artists[id, default: ShelfGroup(name: artist)].rows.append(row)
      }
      if let key = card.albumKey {
        albums[NameID.album(key), default: ShelfGroup(name: card.album ?? "")].rows.append(row)
      }
      for genre in Self.genres(of: card) { genres[genre, default: []].append(row) }
    }
    let lines = cards.map(FeatureLine.init)
    let percentiles = Percentiles(lines)
    features = lines.map { percentiles.added(to: $0) }
    self.percentiles = percentiles
    searchTexts = cards.map(SearchText.init)
    columns = AttributeColumns(cards)
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
    if let row = rows[key] {
      group(cards[row], row) { rows in rows.removeAll { $0 == row } }
      (cards[row], features[row], revisions[row]) = (card, line, sequence)
      searchTexts[row] = SearchText(card)
    } else {
      rows[key] = cards.count
      cards.append(card)
      features.append(line)
      revisions.append(sequence)
      searchTexts.append(SearchText(card))
    }
    guard let row = rows[key] else { return }
    columns.set(card, row: row)
    group(card, row) { rows in rows.insert(row, at: rows.firstIndex { $0 > row } ?? rows.count) }
  }

  /// Changes the rows of every group that a track belongs to; groups of none are forgotten.
  private mutating func group(_ card: TrackCard, _ row: Int, _ change: (inout [Int]) -> Void) {
    for artist in Set(card.artists) {
      Self.change(&artists, NameID.artist(artist), artist, change)
    }
    if let key = card.albumKey {
      Self.change(&albums, NameID.album(key), card.album ?? "", change)
    }
    for genre in Self.genres(of: card) {
      change(&genres[genre, default: []])
      if genres[genre]?.isEmpty == true { genres[genre] = nil }
    }
  }

  private static func change(
    _ groups: inout [String: ShelfGroup], _ id: String, _ name: String,
    _ change: (inout [Int]) -> Void
  ) {
    change(&groups[id, default: ShelfGroup(name: name)].rows)
    if groups[id]?.rows.isEmpty == true { groups[id] = nil }
  }

  private static func genres(of card: TrackCard) -> Set<String> {
    Set(card.genres.map { $0.lowercased() })
  }
}

/// An artist or an album: its name, and the rows of its tracks.
struct ShelfGroup: Sendable, Equatable {
  var name: String
  /// Ascending.
  var rows: [Int] = []
}

import Analysis
import Catalogue
import Similarity
import Sound

/// What a server keeps in memory of a catalogue at one moment: answers about many tracks need no disk.
///
/// It never changes; a new one takes its place. About 1.2 kB a track; places in the space
/// lie in the library's index, which is mapped.
final class Shelf: Sendable {
  /// In the order in which they came.
  let cards: [TrackCard]
  let features: [FeatureLine]
  /// Every track's place in the similarity space.
  let places: Neighbourhood
  /// Of the catalogue, when this was read.
  let sequence: Int
  let artists: [String: Group]
  let albums: [String: Group]
  /// In lower case; how many tracks have each.
  let genres: [String: [Int]]
  private let rows: [TrackKey: Int]
  /// What searches look at, by row.
  let searchTexts: [SearchText]
  /// What recommendations are bounded by, by row.
  let columns: AttributeColumns

  /// An artist or an album: its name, and the rows of its tracks.
  struct Group: Sendable {
    var name: String
    var rows: [Int]
  }

  static let empty = Shelf(cards: [], places: Neighbourhood(), sequence: 0)

  init(cards: [TrackCard], places: Neighbourhood, sequence: Int) {
    self.cards = cards
    self.places = places
    self.sequence = sequence
    var rows: [TrackKey: Int] = [:]
    rows.reserveCapacity(cards.count)
    var (artists, albums): ([String: Group], [String: Group]) = ([:], [:])
    var genres: [String: [Int]] = [:]
    // Ids are digests of names: each name's is worked out once.
    var known: [String: String] = [:]
    for (row, card) in cards.enumerated() {
      if let key = TrackKey(card.track.description.utf8) { rows[key] = row }
      for artist in Set(card.artists) {
        let id = known[artist] ?? NameID.artist(artist)
        known[artist] = id
        artists[id, default: Group(name: artist, rows: [])].rows.append(row)
      }
      if let key = card.albumKey {
        albums[NameID.album(key), default: Group(name: card.album ?? "", rows: [])].rows
          .append(row)
      }
      for genre in Set(card.genres.map { $0.lowercased() }) {
        genres[genre, default: []].append(row)
      }
    }
    (self.rows, self.artists, self.albums, self.genres) = (rows, artists, albums, genres)
    features = Percentiles.added(to: cards.map(FeatureLine.init))
    searchTexts = cards.map(SearchText.init)
    columns = AttributeColumns(cards)
  }

  /// The row of a track; nil for what is no id, or of none.
  func row(_ id: some Collection<UInt8>) -> Int? { TrackKey(id).flatMap { rows[$0] } }

  func card(_ id: String) -> TrackCard? { row(id.utf8).map { cards[$0] } }

  /// The next shelf.
  func applying(_ changes: Catalogue.Changes, _ neighbours: Neighbourhood) -> Shelf {
    var cards = self.cards
    var known = rows
    for card in changes.cards {
      guard let key = TrackKey(card.track.description.utf8) else { continue }
      if let row = known[key] {
        cards[row] = card
      } else {
        known[key] = cards.count
        cards.append(card)
      }
    }
    let gone = Set(changes.removed)
    if !gone.isEmpty { cards.removeAll { gone.contains($0.track) } }
    return Shelf(cards: cards, places: neighbours, sequence: changes.sequence)
  }
}

import Analysis
import Catalogue
import Similarity
import Sound

/// What a server keeps in memory of a catalogue at one moment: answers about many tracks need no disk.
///
/// It never changes; a new one takes its place. About 1.2 kB a track; places in the space
/// lie in the library's index, which is mapped.
final class Shelf: Sendable {
  private let contents: ShelfContents
  /// Every track's place in the similarity space.
  let places: Neighbourhood
  /// Of the catalogue, when this was read.
  let sequence: Int
  private let kept: KeptLists
  /// Whose row each of the index's is.
  private let numbering: Neighbourhood.Numbering

  static let empty = Shelf(cards: [], places: Neighbourhood(), sequence: 0)

  convenience init(cards: [TrackCard], places: Neighbourhood, sequence: Int) {
    self.init(ShelfContents(cards), places, sequence)
  }

  /// - Parameters:
  ///   - contents: the tracks.
  ///   - places: where they lie.
  ///   - sequence: of the catalogue.
  ///   - kept: lists of the same tracks, where they were made.
  ///   - old: a numbering of these rows, or of the first of them.
  private init(
    _ contents: ShelfContents, _ places: Neighbourhood, _ sequence: Int, _ kept: KeptLists? = nil,
    after old: Neighbourhood.Numbering? = nil
  ) {
    (self.contents, self.places, self.sequence) = (contents, places, sequence)
    self.kept = kept ?? KeptLists()
    numbering = places.numbering(after: old) { id in TrackKey(id.utf8).flatMap { contents.rows[$0] }
    }
  }

  /// In the order in which they came.
  var cards: [TrackCard] { contents.cards }
  var features: [FeatureLine] { contents.features }
  var artists: [String: ShelfGroup] { contents.artists }
  /// Every track is on one of them.
  var albums: [String: ShelfAlbum] { contents.albums }
  /// Of each track, by row.
  var albumIDs: [String] { contents.albumIDs }
  /// Everything that is listed in an order of its own.
  var lists: ShelfLists { kept.lists { ShelfLists(contents) } }
  /// In lower case; the rows of each.
  var genres: [String: [Int]] { contents.genres }
  /// What searches look at, by row.
  var searchTexts: [SearchText] { contents.searchTexts }
  /// What recommendations are bounded by, by row.
  var columns: AttributeColumns { contents.columns }
  /// The catalogue's number at which a row was last told to have changed.
  var revisions: [Int] { contents.revisions }

  /// The row of a track; nil for what is no id, or of none.
  func row(_ id: some Collection<UInt8>) -> Int? { TrackKey(id).flatMap { contents.rows[$0] } }

  func card(_ id: String) -> TrackCard? { row(id.utf8).map { cards[$0] } }

  /// The next shelf.
  func applying(_ changes: Catalogue.Changes, _ neighbours: Neighbourhood) -> Shelf {
    // Rows stay what they are as long as none goes.
    Shelf(
      contents.applying(changes), neighbours, changes.sequence,
      after: changes.removed.isEmpty ? numbering : nil)
  }

  /// The same tracks at other places.
  func moving(to places: Neighbourhood) -> Shelf {
    Shelf(contents, places, sequence, kept, after: numbering)
  }

  /// The chosen tracks' places, made ready for a search among them.
  func places(of chosen: RowMask) -> Neighbourhood.Admitted {
    places.admitted(chosen.marks, by: numbering) { row($0.utf8) }
  }

  /// The album of a track.
  func album(ofRow row: Int) -> ShelfAlbum? { albums[albumIDs[row]] }

  /// Ids of the albums that some tracks are on, in no particular order.
  func albums(ofRows rows: some Sequence<Int>) -> Set<String> {
    Set(rows.lazy.map { self.albumIDs[$0] })
  }
}

import Catalogue
import Foundation
public import Ingestion
public import Similarity
public import Sound

/// A drawing of a library: each track on a plane, near to what it sounds like as far as two dimensions
/// allow.
///
/// Its landmarks are kept in the library's `index/`, so that a track stays where it is when others come or
/// go. They are chosen again when a small library has doubled since.
public struct LibraryMap: Sendable {
  public struct Place: Sendable, Equatable {
    public let track: TrackID
    public let x: Double
    public let y: Double
  }

  public struct Answer: Sendable {
    /// In the order of the ids.
    public let places: [Place]
    /// How far it can be trusted, over at most `LibraryMap.sample` tracks; nil for too few.
    public let distortion: Distortion?
    /// Whether the landmarks are new: then everything may have moved.
    public let isNew: Bool
  }

  /// Whether the landmarks are chosen again, out of the tracks that are there now.
  public var isAnew = false

  public init() {}

  /// Tracks that the distortion is measured on.
  ///
  /// chosen: the measure takes the square of it, here half a second.
  public static let sample = 600

  /// Draws the library.
  ///
  /// - Parameters:
  ///   - library: whose tracks.
  ///   - index: of the library, kept from search to search; nil opens it for this one.
  /// - Returns: every track that has a place.
  /// - Throws: what the catalogue throws.
  public func run(in library: Library, _ index: LibraryIndex? = nil) throws -> Answer {
    let rows = try (index ?? LibraryIndex(library)).current().rows.sorted { $0.id < $1.id }
    let path = library.folder + "/index/map.json"
    let kept =
      isAnew ? nil : Self.read(path).flatMap { Self.isOutgrown($0, by: rows.count) ? nil : $0 }
    // Ids are digests: evenly spread ones are a fair sample.
    let layout = kept ?? PlaneLayout(Self.spread(rows, PlaneLayout.most).map(\.embedding))
    if kept == nil { Self.write(layout, path) }
    let places = rows.compactMap { row in
      TrackID(row.id).map { track in
        let place = layout.place(of: row.embedding)
        return (Place(track: track, x: place.x, y: place.y), row.embedding)
      }
    }
    let measured = Self.spread(places, Self.sample)
    return Answer(
      places: places.map(\.0),
      distortion: Distortion(measured.map(\.1), measured.map { (x: $0.0.x, y: $0.0.y) }),
      isNew: kept == nil)
  }

  /// Whether a layout out of few tracks has to place twice as many by now: better that all move once.
  private static func isOutgrown(_ layout: PlaneLayout, by count: Int) -> Bool {
    layout.landmarks.count < PlaneLayout.most && count >= 2 * layout.landmarks.count
  }

  private static func spread<T>(_ items: [T], _ most: Int) -> [T] {
    guard items.count > most else { return items }
    return (0..<most).map { items[$0 * items.count / most] }
  }

  /// Nil for none, or one of another version of the space.
  private static func read(_ path: String) -> PlaneLayout? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let layout = try? JSONDecoder().decode(PlaneLayout.self, from: data),
      layout.version == SpaceVersion.current, !layout.landmarks.isEmpty,
      layout.landmarks.allSatisfy({ $0.vector.count == Embedding.dimensions })
    else { return nil }
    return layout
  }

  /// Kept where the folder can be written to; a map that cannot is drawn all the same.
  private static func write(_ layout: PlaneLayout, _ path: String) {
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? JSONEncoder().encode(layout).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}

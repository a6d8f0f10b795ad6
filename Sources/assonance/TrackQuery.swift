import Catalogue
import Ingestion
import Sound

/// What a person names a track by: its id, or the path of a file that was ingested.
enum TrackQuery {
  /// - Throws: `no_such_track`.
  static func track(_ text: String, in library: Library) throws -> TrackID {
    guard let track = try find(text, in: library) else {
      throw Failure(
        code: "no_such_track",
        description: "The library has no track \(text): give a track's id or the path of an "
          + "ingested file.")
    }
    return track
  }

  /// Nil for what is neither.
  static func find(_ text: String, in library: Library) throws -> TrackID? {
    if let id = TrackID(text), try library.catalogue.holds(id) { return id }
    return try library.catalogue.source(at: PathArgument.path(text).resolved)?.track
  }
}

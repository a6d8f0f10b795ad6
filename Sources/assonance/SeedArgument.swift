import Catalogue
import Ingestion
import Intake
import Retrieval
import Sound

/// What a person starts a search from: a track, or a file that is analysed on the spot.
enum SeedArgument {
  /// - Throws: `no_such_track` where it is neither.
  static func seed(_ text: String, in library: Library) throws -> Seed {
    if let track = try TrackQuery.find(text, in: library) { return .track(track) }
    let path = PathArgument.path(text)
    do throws(FileFault) {
      _ = try RegularFile(path)
    } catch .notFound {
      return .track(try TrackQuery.track(text, in: library))
    } catch {
      return .file(path)
    }
    // A copy of an ingested file is that file's track, and must not answer itself.
    if let (digest, _) = try? SourceDigest.digest(of: path),
      let track = try library.catalogue.source(digest: digest.description)?.track
    {
      return .track(track)
    }
    return .file(path)
  }
}

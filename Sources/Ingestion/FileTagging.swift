import Catalogue
import Ladder
import Sound
import Tagging

/// A source's tags and cover, on their way to its renditions.
///
/// Tags never stop an ingest: what cannot be read is a warning.
struct FileTagging {
  /// For `ENCODER` and `ASSONANCE_VERSION`.
  static let programVersion = AssonanceVersion.current

  var tags = TrackTags()
  var cover: Picture?
  var warnings: [SourceWarning] = []

  static func read(_ path: SourcePath) -> FileTagging {
    var result = FileTagging()
    do {
      // By descriptor, since a path need not be text.
      let file = try RegularFile(path)
      let read = try TagReader.read(path: "/proc/self/fd/\(file.descriptor)")
      result.tags = read.tags
      result.cover = read.cover
      result.warnings = read.warnings.map { SourceWarning(code: "tags_repaired", message: $0) }
    } catch {
      result.warnings = [SourceWarning(code: "tags_unreadable", message: "\(error)")]
    }
    return result
  }

  func renditionTags(profile: LadderProfile, loudness: LoudnessTags?) -> RenditionTags {
    RenditionTags(
      tags: tags, cover: cover.flatMap { try? CoverArt.fitted($0, to: profile.cover) },
      loudness: loudness, programVersion: Self.programVersion)
  }
}

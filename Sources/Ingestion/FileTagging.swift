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

  /// - Throws: `CancellationError`, and `IsolationError.unavailable`: no file can be read then.
  static func read(_ path: SourcePath, by access: SourceAccess) throws -> FileTagging {
    var result = FileTagging()
    do {
      let read = try access.tags(of: path)
      result.tags = read.tags
      result.cover = read.cover
      result.warnings = read.warnings.map { SourceWarning(code: "tags_repaired", message: $0) }
    } catch {
      let failure = try Failure.ofFile(error)
      result.warnings = [
        SourceWarning(code: "tags_unreadable", message: failure.description)
      ]
    }
    return result
  }

  /// The tags as a profile wants them, with the cover brought within its limits; a cover that cannot be read is
  /// left out.
  func renditionTags(
    profile: LadderProfile, loudness: LoudnessTags?, by access: SourceAccess
  ) throws -> RenditionTags {
    var fitted: Picture?
    do {
      fitted = try cover.map { try access.fitted($0, to: profile.cover) }
    } catch {
      _ = try Failure.ofFile(error)
    }
    return RenditionTags(
      tags: tags, cover: fitted, loudness: loudness, programVersion: Self.programVersion)
  }
}

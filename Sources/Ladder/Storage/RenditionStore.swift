/// Where renditions are kept.
///
/// Paths are relative and use `/`: `renditions/ab/<track id>/<rung>.ogg`.
public protocol RenditionStore: Sendable {
  /// A place for files that are being made, from which `publish` takes them in one step.
  func makeWorkplace() throws(LadderError) -> Workplace

  /// Gives a finished, synced file of a workplace its final name, replacing what has that name.
  /// Afterwards it is there whole, or this has thrown and nothing has changed.
  func publish(_ file: String, at path: String) throws(LadderError)

  /// A path on this machine at which the rendition can be read.
  func localPath(of path: String) throws(LadderError) -> String

  /// Bytes of the rendition, `nil` where there is none.
  func size(of path: String) -> Int?

  /// Removes a rendition, and the folders that are empty then.
  func remove(_ path: String) throws(LadderError)
}

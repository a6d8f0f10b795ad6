public import Sound

/// Finished renditions that do not have their final names yet.
///
/// Thrown away before `publish`, they are removed, and what was there before stays.
public struct StagedLadder: ~Copyable {
  /// As they will be once they are published.
  public internal(set) var renditions: [Rendition]
  /// Format and frames of what was encoded.
  public let source: PCMFormat
  public let sourceFrames: Int

  let store: any RenditionStore
  let workplace: Workplace

  /// Where a rendition's file lies until it is published.
  public func localPath(of rendition: Rendition) -> String { workplace.file(for: rendition.rung) }

  /// Gives every file its final name, one after the other, each in one step.
  public consuming func publish() throws(LadderError) -> [Rendition] {
    for rendition in renditions {
      try store.publish(workplace.file(for: rendition.rung), at: rendition.path)
    }
    return renditions
  }
}

public import Catalogue
public import Recordings
public import Sound

/// The recordings of which a library has several copies, as a person can act on them.
public struct RecordingReport: Sendable {
  /// What to do with a copy.
  public enum Advice: String, Sendable {
    /// The best of all.
    case keep
    /// The same master in lower or equal quality, or the same audio once more.
    case spare
    /// Another cut or master, which holds something that the kept one does not.
    case version
  }

  public struct Item: Sendable {
    public var copy: Catalogue.Copy
    public var advice: Advice
    /// What it is to the track that is kept; nil for that track, and for what a person merged.
    public var comparison: Comparison?
    /// One sentence.
    public var sentence: String
    /// Bytes that are free once what is spare is gone.
    public var bytesToGain: Int
  }

  public let recording: TrackID
  /// The one to keep first.
  public let items: [Item]

  public var bytesToGain: Int { items.reduce(0) { $0 + $1.bytesToGain } }

  /// The reports of all recordings with several copies, in the order of their ids.
  ///
  /// - Throws: `CatalogueError`.
  public static func all(in library: Library) throws -> [RecordingReport] {
    try library.catalogue.copies().map { recording, copies in
      try RecordingReport(recording, copies, in: library)
    }
  }

  private init(
    _ recording: TrackID, _ copies: [Catalogue.Copy], in library: Library
  ) throws {
    self.recording = recording
    let order = copies.sorted { $1.keeper < $0.keeper }
    let kept = order[0].track.id
    let links = try library.catalogue.links(of: kept)
    items = order.map { copy in
      // Of one track, all files but the one that speaks for it hold the same samples.
      let twins = copy.files.dropFirst().filter { !$0.isMissing }.reduce(0) { $0 + $1.bytes }
      let same = copy.files.count > 1 ? " \(copy.files.count) files hold the same samples." : ""
      if copy.track.id == kept {
        return Item(
          copy: copy, advice: .keep, comparison: nil, sentence: "The one to keep." + same,
          bytesToGain: twins)
      }
      let found = links.first { $0.link.second == copy.track.id }
      let comparison = found.map { Comparison(verdict: $0.link.verdict, evidence: $0.evidence) }
      let isSpare = comparison?.verdict == .sameMaster
      let all = copy.files.filter { !$0.isMissing }.reduce(0) { $0 + $1.bytes }
      let sentence =
        comparison?.sentence
        ?? "In this group by another of its tracks, or because a person put it there."
      return Item(
        copy: copy, advice: isSpare ? .spare : .version, comparison: comparison,
        sentence: sentence + same, bytesToGain: isSpare ? all : twins)
    }
  }
}

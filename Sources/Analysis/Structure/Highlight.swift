/// The part of a track that stands for it in a preview.
public struct Highlight: Sendable, Equatable, Codable {
  /// Seconds.
  public var start: Double
  public var duration: Double
}

extension Highlight {
  /// Seconds: what previews of published music last.
  private static let length = 30.0
  /// LU by which a section must be louder to count as much as one whose kind fills a tenth more of the
  /// track.
  ///
  /// chosen: a chorus is some 2 to 3 LU louder than its verses.
  private static let loudnessWeight = 0.05
  /// Kinds that come back count as much as ones that fill this share more of the track.
  private static let repeatBonus = 0.2
  /// Seconds; shorter sections stand for nothing.
  private static let shortest = 5.0

  /// The most typical loud section that comes back; nil for a track without sections.
  init?(of sections: [Section], duration: Double) {
    let counts = Dictionary(grouping: sections, by: \.label)
    func score(_ section: Section) -> Double {
      let kind = counts[section.label] ?? []
      let share = kind.reduce(0) { $0 + $1.duration } / duration
      let loudness = section.loudness ?? LoudnessMeter.absoluteGate
      return share + (kind.count > 1 ? Self.repeatBonus : 0) + Self.loudnessWeight * loudness
        - (section.duration < Self.shortest ? 1 : 0)
    }
    guard let best = sections.max(by: { score($0) < score($1) }) else { return nil }
    let length = min(Self.length, duration)
    start = min(best.start, duration - length)
    self.duration = length
  }
}

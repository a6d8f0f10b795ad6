public import Analysis

/// Hard conditions on tracks; a track without an answer to a condition does not meet it.
///
/// What is compared is what is printed, tempo in hundredths and descriptors in thousandths: a bound at a printed
/// value holds its track.
public struct TrackFilter: Sendable {
  /// Beats a minute.
  public var tempo: ClosedRange<Double>?
  /// Whether half and double of the tempo may lie in the range instead.
  public var allowsTempoOctaves = false
  /// Any of these keys.
  public var keys: Set<Key>?
  /// Least and most of each descriptor, under its public name.
  public var descriptors: [String: ClosedRange<Double>] = [:]
  /// Seconds.
  public var duration: ClosedRange<Double>?
  /// One of the track's artists, whatever its case.
  public var artist: String?
  /// One of the track's genres, whatever its case.
  public var genre: String?

  public init() {}

  /// Whether every track is admitted.
  public var isEmpty: Bool {
    tempo == nil && keys == nil && descriptors.isEmpty && duration == nil && artist == nil
      && genre == nil
  }

  public func admits(_ summary: TrackSummary) -> Bool {
    if let tempo {
      guard let bpm = summary.bpm.map({ ($0 * 100).rounded() / 100 }) else { return false }
      let readings = allowsTempoOctaves ? [bpm, bpm / 2, bpm * 2] : [bpm]
      guard readings.contains(where: tempo.contains) else { return false }
    }
    if let keys {
      guard let key = summary.key, keys.contains(key) else { return false }
    }
    for (name, range) in descriptors {
      guard let value = summary.descriptors[name].map(Self.printed), range.contains(value)
      else { return false }
    }
    if let duration, !duration.contains(summary.duration) { return false }
    if let artist, !Self.holds(summary.artists, artist) { return false }
    if let genre, !Self.holds(summary.genres, genre) { return false }
    return true
  }

  /// A descriptor as it is printed: in thousandths.
  public static func printed(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func holds(_ values: [String], _ wanted: String) -> Bool {
    let wanted = wanted.lowercased()
    return values.contains { $0.lowercased() == wanted }
  }
}

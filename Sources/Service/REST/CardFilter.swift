import Analysis
import Catalogue

/// Hard conditions on tracks out of a query: bounds such as `min_tempo`, and `key`, `artist`, `genre`.
struct CardFilter: Sendable {
  private var ranges: [(name: String, range: ClosedRange<Double>)] = []
  var keys: Set<Key>?
  private var artist: String?
  private var genre: String?
  private let allowsOctaves: Bool

  /// Names of what has bounds, with what they lie within.
  static let bounded: [(name: String, range: ClosedRange<Double>)] =
    Descriptors.names.map { ($0, 0...1) } + [
      ("tempo", 0...1000), ("loudness", -100...10), ("duration", 0...1e6),
    ]

  /// - Throws: `invalid`.
  init(_ items: QueryItems) throws {
    for (name, within) in Self.bounded {
      let low = try items.number("min_\(name)", in: within)
      let high = try items.number("max_\(name)", in: within)
      guard low != nil || high != nil else { continue }
      let (least, most) = (low ?? within.lowerBound, high ?? within.upperBound)
      guard least <= most else { throw ServiceError.invalid("min_\(name) lies above max_\(name)") }
      ranges.append((name, least...most))
    }
    let names = items.list("key")
    if !names.isEmpty {
      keys = Set(
        try names.map { name in
          guard let key = Key(name) else {
            throw ServiceError.invalid("Invalid key: write C:maj, A minor or 8A")
          }
          return key
        })
    }
    artist = items.text("artist")?.lowercased()
    genre = items.text("genre")?.lowercased()
    allowsOctaves = try items.flag("tempo_octaves")
  }

  var isEmpty: Bool { ranges.isEmpty && keys == nil && artist == nil && genre == nil }

  /// Whether a track meets all; one without an answer to a condition does not.
  func admits(_ card: TrackCard) -> Bool {
    for (name, range) in ranges {
      switch name {
      case "tempo":
        guard let bpm = card.bpm else { return false }
        let readings = allowsOctaves ? [bpm, bpm / 2, bpm * 2] : [bpm]
        if !readings.contains(where: range.contains) { return false }
      case "loudness": if !(card.integrated.map(range.contains) ?? false) { return false }
      case "duration": if !range.contains(card.duration) { return false }
      default: if !(card.descriptors[name].map(range.contains) ?? false) { return false }
      }
    }
    if let keys, !(card.key.map(keys.contains) ?? false) { return false }
    if let artist, !card.artists.contains(where: { $0.lowercased() == artist }) { return false }
    if let genre, !card.genres.contains(where: { $0.lowercased() == genre }) { return false }
    return true
  }
}

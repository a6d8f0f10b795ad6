import Analysis
import Catalogue

/// The 42 parameters of recommendations: for each of 14 attributes a floor, a ceiling and a wish.
struct Tunables: Sendable {
  /// One attribute of a track.
  struct Attribute: Sendable {
    let name: String
    let range: ClosedRange<Double>
    let isWhole: Bool
    /// By how much a value must differ from a wish to count as far away.
    ///
    /// Chosen: about a standard deviation over a mixed library.
    let spread: Double
    /// Of a track; nil where there is no answer.
    let value: @Sendable (TrackCard) -> Double?
  }

  static let attributes: [Attribute] =
    FeatureLine.names.map { name in
      Attribute(name: name, range: 0...1, isWhole: false, spread: 0.25) { $0.descriptors[name] }
    } + [
      Attribute(name: "duration_ms", range: 0...1e9, isWhole: true, spread: 60_000) {
        ($0.duration * 1000).rounded()
      },
      Attribute(name: "key", range: 0...11, isWhole: true, spread: 3) {
        $0.key.map { Double($0.tonic.rawValue) }
      },
      Attribute(name: "loudness", range: -100...10, isWhole: false, spread: 5) { $0.integrated },
      Attribute(name: "mode", range: 0...1, isWhole: true, spread: 0.5) {
        $0.key.map { $0.mode == .major ? 1 : 0 }
      },
      // Nobody counts plays here: every track is as popular as the other, and bounds do not apply.
      Attribute(name: "popularity", range: 0...100, isWhole: true, spread: 20) { _ in nil },
      Attribute(name: "tempo", range: 0...1000, isWhole: false, spread: 20) { $0.bpm },
      Attribute(name: "time_signature", range: 0...11, isWhole: true, spread: 1) {
        $0.beatsPerBar.map { Double($0) }
      },
    ]

  private var bounds: [(attribute: Int, range: ClosedRange<Double>)] = []
  private var wishes: [(attribute: Int, value: Double)] = []

  /// - Throws: `invalid` for what is no number, or lies outside of what the attribute can be.
  init(_ query: QueryItems) throws {
    for (index, attribute) in Self.attributes.enumerated() {
      let name = attribute.name
      let least = try Self.value(query, "min_\(name)", attribute)
      let most = try Self.value(query, "max_\(name)", attribute)
      let wish = try Self.value(query, "target_\(name)", attribute)
      if name == "popularity" { continue }
      if least != nil || most != nil {
        let (low, high) = (least ?? -.infinity, most ?? .infinity)
        guard low <= high else {
          throw ServiceError.invalid("min_\(name) lies above max_\(name)")
        }
        bounds.append((index, low...high))
      }
      if let wish { wishes.append((index, wish)) }
    }
  }

  private static func value(
    _ query: QueryItems, _ name: String, _ attribute: Attribute
  ) throws -> Double? {
    guard let value = try query.number(name, in: attribute.range) else { return nil }
    if attribute.isWhole, value != value.rounded() { throw ServiceError.invalid("Invalid \(name)") }
    return value
  }

  var areWishes: Bool { !wishes.isEmpty }

  /// Which rows lie within every bound; nil where nothing is bounded.
  func admitted(_ columns: AttributeColumns) -> RowMask? {
    bounds.isEmpty ? nil : columns.rows(within: bounds)
  }

  /// How far a track lies from what is wished, each wish weighed equally: 0 at it, 1 a spread away.
  ///
  /// An unknown value counts as two spreads away.
  func distance(_ row: Int, _ columns: AttributeColumns) -> Double {
    guard !wishes.isEmpty else { return 0 }
    let sum = wishes.reduce(0.0) { sum, wish in
      guard let value = columns.value(wish.attribute, row: row) else { return sum + 2 }
      return sum + abs(value - wish.value) / Self.attributes[wish.attribute].spread
    }
    return sum / Double(wishes.count)
  }
}

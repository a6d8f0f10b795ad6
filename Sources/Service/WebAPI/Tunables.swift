import Analysis
import Catalogue
import Retrieval

/// The 42 parameters of recommendations: for each of 14 attributes a floor, a ceiling and a wish.
struct Tunables: Sendable {
  /// One attribute of a track.
  struct Attribute: Sendable {
    let name: String
    /// What the command calls it.
    let tunable: Tunable?
    let range: ClosedRange<Double>
    let isWhole: Bool
    /// Of a track; nil where there is no answer.
    let value: @Sendable (TrackCard) -> Double?

    init(
      name: String, range: ClosedRange<Double>, isWhole: Bool,
      value: @escaping @Sendable (TrackCard) -> Double?
    ) {
      (self.name, self.range, self.isWhole, self.value) = (name, range, isWhole, value)
      tunable = Tunable(rawValue: name)
    }
  }

  static let attributes: [Attribute] =
    FeatureLine.names.map { name in
      Attribute(name: name, range: 0...1, isWhole: false) { $0.descriptors[name] }
    } + [
      Attribute(name: "duration_ms", range: 0...1e9, isWhole: true) {
        ($0.duration * 1000).rounded()
      },
      Attribute(name: "key", range: 0...11, isWhole: true) {
        $0.key.map { Double($0.tonic.rawValue) }
      },
      Attribute(name: "loudness", range: -100...10, isWhole: false) { $0.integrated },
      Attribute(name: "mode", range: 0...1, isWhole: true) {
        $0.key.map { $0.mode == .major ? 1 : 0 }
      },
      // Nobody counts plays here: every track is as popular as the other, and bounds do not apply.
      Attribute(name: "popularity", range: 0...100, isWhole: true) { _ in nil },
      Attribute(name: "tempo", range: 0...1000, isWhole: false) { $0.bpm },
      Attribute(name: "time_signature", range: 0...11, isWhole: true) {
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

  /// How far a track lies from what is wished: the command's own measure, the mean of clear steps.
  func distance(_ row: Int, _ columns: AttributeColumns) -> Double {
    guard !wishes.isEmpty else { return 0 }
    let sum = wishes.reduce(0.0) { sum, wish in
      let tunable = Self.attributes[wish.attribute].tunable
      let value = columns.value(wish.attribute, row: row)
      return sum + (tunable?.steps(from: wish.value, to: value) ?? Tunable.farthest)
    }
    return sum / Double(wishes.count)
  }
}

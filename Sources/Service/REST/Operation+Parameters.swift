import Interchange
import Similarity

/// Parameters that several addresses share.
extension Operation {
  static let filters: [Parameter] =
    CardFilter.bounded.flatMap { name, range in
      [
        Parameter.query("min_\(name)", Schemas.number(range)),
        .query("max_\(name)", Schemas.number(range)),
      ]
    } + [
      .query("key", Schemas.line, "Keys such as C:maj, A minor or 8A; several with commas."),
      .query("artist", Schemas.line), .query("genre", Schemas.line),
      .query("tempo_octaves", Schemas.flag, "Half and double tempo count too."),
    ]

  static let similarity: [Parameter] =
    [
      .query("limit", Schemas.integer(1...500)),
      .query("not", Schemas.line, "Ids of tracks that the answers shall be unlike."),
      .query("max_per_artist", Schemas.integer(1...500)),
      .query("max_per_album", Schemas.integer(1...500)),
      .query("diversity", Schemas.number(0...1), "From 0, the nearest, to 1, the most varied."),
      .query(
        "variety", Schemas.number(0...1), "From 0, one list for ever, to 1, another each day."),
      .query("date", Schemas.line, "The day that variety chooses by; today where it is not there."),
      .query("all_copies", Schemas.flag, "Every copy of a recording, not one for all."),
      .query("exact", Schemas.flag, "Compares with every track of a large library too."),
      .query("why", Schemas.flag),
      .query("harmonic", Schemas.flag, "Only keys that mix with the first query's."),
    ]
    + FeatureFamily.allCases.map {
      .query(
        "weight_\($0.rawValue)", Schemas.number(SimilarSearch.weightRange),
        "What this family of features counts; 1 as it is, and not all of them 0.")
    } + filters

  static let page: [Parameter] = [
    .query("limit", Schemas.integer(1...1000)), .query("offset", Schemas.integer(0...10_000_000)),
  ]

  static let albumPage: [Parameter] = [
    .query("limit", Schemas.integer(1...50)), .query("offset", Schemas.integer(0...1_000_000)),
    .query("market", Schemas.line, "Not looked at."),
  ]

  static let tus: [Parameter] = [
    .header("Tus-Resumable", .object(["const": .string("1.0.0")]))
  ]

  static let tunables: [Parameter] = Tunables.attributes.flatMap { attribute in
    ["min", "max", "target"].map { kind in
      .query(
        "\(kind)_\(attribute.name)",
        attribute.isWhole
          ? Schemas.integer(Int(attribute.range.lowerBound)...Int(attribute.range.upperBound))
          : Schemas.number(attribute.range))
    }
  }
}

import ArgumentParser
import Foundation
import Retrieval
import Similarity

/// How a list is to be chosen, beside what it must meet.
struct TasteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What likeness rests on, such as rhythm=2 or timbre=0.5; may be given several times.",
      valueName: "family=multiple"))
  var weight: [String] = []

  @Option(
    help: ArgumentHelp(
      "What another model decides of the order, from 0 to 1; see `import`.",
      valueName: "model=share"))
  var blend: String?

  @Option(help: "From 0, the same list for ever, to 1, another each day.")
  var variety = 0.0

  @Option(help: "The day that --variety chooses by, such as 2026-11-21. Default: today.")
  var date: String?

  @Option(help: "From 0, the nearest, to 1, the most varied.")
  var diversity = 0.0

  @Option(help: "Results of one artist at most.")
  var maxPerArtist: Int?

  @Option(help: "Results of one album at most.")
  var maxPerAlbum: Int?

  func validate() throws {
    _ = try weights()
    _ = try blending()
    for (name, limit) in [("artist", maxPerArtist), ("album", maxPerAlbum)] {
      if let limit, limit < 1 {
        throw ValidationError("--max-per-\(name) takes a number from 1 on.")
      }
    }
    for (name, value) in [("diversity", diversity), ("variety", variety)] {
      if !(0...1).contains(value) {
        throw ValidationError("--\(name) takes a number from 0 to 1.")
      }
    }
  }

  func weights() throws -> FamilyWeights {
    var weights = FamilyWeights.usual
    for text in weight {
      let parts = text.split(separator: "=")
      guard parts.count == 2, let family = FeatureFamily(rawValue: String(parts[0])),
        let multiple = Double(parts[1]), multiple >= 0, multiple.isFinite
      else {
        let names = FeatureFamily.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--weight takes family=multiple; families are \(names).")
      }
      weights[family] = multiple
    }
    if FeatureFamily.allCases.allSatisfy({ weights[$0] == 0 }) {
      throw ValidationError("--weight leaves no family to go by.")
    }
    return weights
  }

  /// The model and its share.
  func blending() throws -> (model: String, share: Double)? {
    guard let blend else { return nil }
    let parts = blend.split(separator: "=")
    guard parts.count == 2, let share = Double(parts[1]), (0...1).contains(share) else {
      throw ValidationError("--blend takes model=share, the share from 0 to 1.")
    }
    return (String(parts[0]), share)
  }

  /// Sets what this decides of a recommendation.
  func apply(to request: inout Recommendation) throws {
    request.weights = try weights()
    request.blend = try blending().map { .init(model: $0.model, share: $0.share) }
    request.diversity = diversity
    request.artistLimit = maxPerArtist
    request.albumLimit = maxPerAlbum
    if variety > 0 { request.variety = Variety(amount: variety, seed: date ?? Self.today) }
  }

  /// The day here, "2026-11-21".
  static var today: String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd"
    return formatter.string(from: Date())
  }
}

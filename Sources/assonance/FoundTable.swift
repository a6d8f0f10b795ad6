import Analysis
import Catalogue
import Retrieval
import Similarity
import Sound

/// Answers of a search as a table for people.
enum FoundTable {
  /// Nothing at all where there are none.
  static func show(_ answers: [FoundTrack]) {
    guard !answers.isEmpty else { return }
    var table = TextTable([
      "distance": .right, "similarity": .right, "track": .left, "name": .left, "BPM": .right,
      "key": .left, "why": .left,
    ])
    for answer in answers {
      let entry = answer.entry.answered
      let analysis = entry.derivatives.analysis
      table.add([
        Terminal.number(answer.distance, 3), Terminal.number(answer.similarity, 2),
        entry.track.id.description, TextTable.shortened(entry.name, to: 48),
        Terminal.number(analysis?.tempo?.bpm, 1), analysis?.key?.key.description ?? "–",
        answer.shares.map { sentence($0, answer.reason) } ?? "",
      ])
    }
    table.lines.forEach(Terminal.line)
  }

  private static func sentence(_ shares: FamilyShares, _ reason: Reason?) -> String {
    let parts = FeatureFamily.allCases.map {
      "\($0.rawValue) \(Terminal.number(shares[$0] * 100, 0)) %"
    }.joined(separator: ", ")
    return reason.map { "\(parts). \($0.sentence)" } ?? parts
  }
}

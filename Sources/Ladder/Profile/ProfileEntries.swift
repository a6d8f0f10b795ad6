import Yams

/// The lines below one heading of a profile, read with a word about where each is wrong.
struct ProfileEntries {
  private let mapping: Node.Mapping
  private let place: String

  /// - Throws: `LadderError.invalidProfile` where a name is not among `known`.
  init(_ node: Node, of place: String, known: Set<String>) throws(LadderError) {
    guard let mapping = node.mapping else {
      throw .invalidProfile(
        reason: "\(place) must be lines of \"name: value\"", line: node.mark?.line)
    }
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard known.contains(name) else {
        throw .invalidProfile(
          reason: "\"\(name)\" is not known in \(place); there are "
            + known.sorted().joined(separator: ", "), line: key.mark?.line)
      }
    }
    self.mapping = mapping
    self.place = place
  }

  func node(_ name: String) -> Node? { mapping[name] }

  /// The text of a line; `source` and `none` stand for the default and are `nil`.
  func text(_ name: String) throws(LadderError) -> String? {
    guard let node = mapping[name] else { return nil }
    guard let text = node.scalar?.string else {
      throw .invalidProfile(reason: "\(name) in \(place) must be one value", line: node.mark?.line)
    }
    return text
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(LadderError) -> Int? {
    guard let text = try text(name), text != "source" else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw .invalidProfile(
        reason: "\(name) in \(place) must be a whole number from \(range.lowerBound) to "
          + "\(range.upperBound), not \"\(text)\"", line: mapping[name]?.mark?.line)
    }
    return value
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(LadderError) -> Double? {
    guard let text = try text(name), text != "nominal" else { return nil }
    guard let value = Double(text), range.contains(value) else {
      throw .invalidProfile(
        reason: "\(name) in \(place) must be a number from \(range.lowerBound) to "
          + "\(range.upperBound), not \"\(text)\"", line: mapping[name]?.mark?.line)
    }
    return value
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String
  ) throws(LadderError) -> Choice? where Choice.RawValue == String {
    guard let text = try text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalidProfile(
        reason: "\(name) in \(place) must be one of \(choices), not \"\(text)\"",
        line: mapping[name]?.mark?.line)
    }
    return choice
  }
}

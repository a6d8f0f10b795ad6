public import Analysis

extension Descriptors {
  /// Every public name; null where there is no answer.
  func json(_ libraryPercentiles: [String: Double]?) -> JSONValue {
    .object(
      Self.names.map { name in
        JSONValue.Member(
          name: name, value: self[name]?.json(libraryPercentile: libraryPercentiles?[name]) ?? .null
        )
      })
  }
}

extension Descriptor {
  /// `base` and the contributions add up to the value; percentiles are percent of the reference, and of the
  /// library, that lie below.
  fileprivate func json(libraryPercentile: Double?) -> JSONValue {
    let json = JSONValue.object([
      "value": .number(value, places: 3),
      "confidence": .number(confidence, places: 3),
      "percentile": .number(percentile, places: 1),
      "base": .number(base, places: 3),
      "contributions": contributions.map { contributions in
        .object(
          contributions.map { .init(name: $0.input, value: .number($0.amount, places: 3)) })
      } ?? .null,
    ])
    guard let libraryPercentile else { return json }
    return json.adding(["libraryPercentile": .number(libraryPercentile, places: 1)])
  }
}

extension TrackAnalysis {
  /// How likely somebody sings or speaks, speaks, or applauds, in percent each half second; null where nothing
  /// sounds.
  public var voicesJSON: JSONValue {
    guard let voices = features?.voices else { return .null }
    let curve = { (values: [UInt8]) in JSONValue.array(values.map { .integer(Int($0)) }) }
    return .object([
      "step": .number(VoiceFeatures.stepSeconds, places: 5), "voice": curve(voices.voice),
      "speech": curve(voices.speech), "crowd": curve(voices.crowd),
    ])
  }
}

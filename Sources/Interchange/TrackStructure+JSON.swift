public import Analysis

extension Section {
  var json: JSONValue {
    .object([
      "start": .number(start, places: 3),
      "duration": .number(duration, places: 3),
      "label": .string(label),
      "confidence": .number(confidence, places: 3),
      "loudness": .number(loudness, places: 2),
      "tempo": .number(tempo, places: 2),
      "key": key.map {
        .object([
          "tonic": .string($0.tonic.description), "mode": .string($0.mode.rawValue),
          "confidence": .number(keyConfidence, places: 3),
        ])
      } ?? .null,
      "beatsPerBar": .integer(beatsPerBar),
    ])
  }
}

extension Highlight {
  var json: JSONValue {
    .object(["start": .number(start, places: 3), "duration": .number(duration, places: 3)])
  }
}

extension Fades {
  var json: JSONValue {
    .object([
      "endOfFadeIn": .number(endOfFadeIn, places: 3),
      "startOfFadeOut": .number(startOfFadeOut, places: 3),
    ])
  }
}

extension TrackDetails {
  /// The segments as `assonance analyze --segments` adds them: seconds, LUFS, twelve pitches from C on, twelve
  /// timbre coefficients.
  public var segmentsJSON: JSONValue {
    .array(
      segments.map {
        .object([
          "start": .number($0.start, places: 4),
          "duration": .number($0.duration, places: 4),
          "confidence": .number($0.confidence, places: 3),
          "loudnessStart": .number($0.loudnessStart, places: 2),
          "loudnessMax": .number($0.loudnessMax, places: 2),
          "loudnessMaxTime": .number($0.loudnessMaxTime, places: 4),
          "loudnessEnd": .number($0.loudnessEnd, places: 2),
          "pitches": .array($0.pitches.map { .number(Double($0), places: 3) }),
          "timbre": .array($0.timbre.map { .number(Double($0), places: 2) }),
        ])
      })
  }

  /// The loudness curve: seconds from value to value, and LUFS.
  public var loudnessCurveJSON: JSONValue {
    .object([
      "hop": .number(loudnessCurve.hop, places: 3),
      "values": .array(loudnessCurve.values.map { .number(Double($0), places: 1) }),
    ])
  }
}

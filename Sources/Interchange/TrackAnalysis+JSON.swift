public import Analysis

extension TrackAnalysis {
  /// The analysis as `assonance analyze --json` prints it, behind `head` (the file's path).
  ///
  /// Times in seconds, tuning in cents, loudness in LUFS, true peak in dBTP; null where there is no answer.
  /// `excerptStart` is there for an excerpt alone.
  ///
  /// `libraryPercentiles` are those of `Catalogue.percentiles`; left out where there is no library.
  public func json(
    behind head: KeyValuePairs<String, JSONValue> = [:],
    libraryPercentiles: [String: Double]? = nil
  ) -> JSONValue {
    let place: KeyValuePairs<String, JSONValue> =
      if let excerptStart { ["excerptStart": .number(excerptStart, places: 3)] } else { [:] }
    return JSONValue.object(head).adding(place).adding([
      "duration": .number(duration, places: 3),
      "sampleRate": .integer(sampleRate),
      "channels": .integer(channels),
      "analysisVersion": .integer(version),
      "tempo": tempo?.json ?? .null,
      "timeSignature": meter?.json ?? .null,
      "beats": .array(beats.map { .number($0, places: 3) }),
      "downbeats": .array((meter?.downbeats ?? []).map { .number($0, places: 3) }),
      "key": key?.json ?? .null,
      "loudness": loudness.json,
      "descriptors": descriptors.json(libraryPercentiles),
      "descriptorReference": .string(Descriptors.reference),
      "sections": sections.map { .array($0.map(\.json)) } ?? .null,
      "highlight": highlight?.json ?? .null,
      "fades": fades?.json ?? .null,
      "keyChanges": keySpans.map { .array($0.map(\.json)) } ?? .null,
      "chords": chords.map { .array($0.map(\.json)) } ?? .null,
      "harmony": harmony?.json ?? .null,
      "silence": .bool(isSilent),
    ])
  }
}

extension TempoEstimate {
  var json: JSONValue {
    .object([
      "bpm": .number(bpm, places: 2),
      "confidence": .number(confidence, places: 3),
      "alternatives": .array(
        alternatives.map {
          .object([
            "bpm": .number($0.bpm, places: 2), "confidence": .number($0.confidence, places: 3),
          ])
        }),
      "stability": .number(stability, places: 3),
      "curve": .array(
        (curve ?? []).map {
          .object(["start": .number($0.start, places: 2), "bpm": .number($0.bpm, places: 2)])
        }),
    ])
  }
}

extension MeterEstimate {
  var json: JSONValue {
    .object([
      "beatsPerBar": .integer(beatsPerBar),
      "tatumsPerBeat": .integer(tatumsPerBeat),
      "confidence": .number(confidence, places: 3),
    ])
  }
}

extension KeyEstimate {
  var json: JSONValue {
    .object([
      "tonic": .string(key.tonic.description),
      "mode": .string(key.mode.rawValue),
      "confidence": .number(confidence, places: 3),
      "tuning": .number(tuning, places: 1),
      "camelot": .string(key.camelot),
      "openKey": .string(key.openKey),
      "alternatives": .array(
        alternatives.map {
          .object([
            "tonic": .string($0.key.tonic.description), "mode": .string($0.key.mode.rawValue),
            "confidence": .number($0.confidence, places: 3),
          ])
        }),
    ])
  }
}

extension KeySpan {
  var json: JSONValue {
    .object([
      "start": .number(start, places: 3), "duration": .number(duration, places: 3),
      "tonic": .string(key.tonic.description), "mode": .string(key.mode.rawValue),
      "confidence": .number(confidence, places: 3),
    ])
  }
}

extension Chord {
  var json: JSONValue {
    .object([
      "start": .number(start, places: 3), "duration": .number(duration, places: 3),
      "label": .string(label),
    ])
  }
}

extension Harmony {
  var json: JSONValue {
    .object([
      "predominantChord": predominantChord.map { .string($0) } ?? .null,
      "chordChangeRate": .number(chordChangeRate, places: 2),
      "harmonicChangeRate": .number(harmonicChangeRate, places: 2),
      "consonance": .number(consonance, places: 3),
    ])
  }
}

extension Loudness {
  var json: JSONValue {
    .object([
      "integrated": .number(integrated, places: 2),
      "range": .number(range, places: 2),
      "truePeak": .number(truePeak, places: 2),
      "shortTermMax": .number(shortTermMax, places: 2),
      "momentaryMax": .number(momentaryMax, places: 2),
      "replayGain": .number(replayGain, places: 2),
    ])
  }
}

import Foundation

// What somebody who listened says of a track, in the place of what was measured. Whoever says it is sure.

extension TempoEstimate {
  /// A tempo that was stated; what was measured becomes the first alternative.
  public init(stated bpm: Double, over measured: TempoEstimate?) {
    self.bpm = bpm
    confidence = 1
    stability = measured?.stability ?? 0
    let own = measured.map { [Alternative(bpm: $0.bpm, confidence: $0.confidence)] } ?? []
    alternatives = own + (measured?.alternatives ?? []).filter { abs($0.bpm / bpm - 1) >= 0.001 }
  }
}

extension TempoEstimate.Alternative {
  public init(stating bpm: Double, confidence: Double) {
    self.init(bpm: bpm, confidence: confidence)
  }
}

extension KeyEstimate {
  /// A key that was stated; what was measured becomes the first alternative.
  public init(stated key: Key, over measured: KeyEstimate?) {
    self.key = key
    confidence = 1
    tuning = measured?.tuning ?? 0
    let own = measured.map { [Alternative(key: $0.key, confidence: $0.confidence)] } ?? []
    alternatives = (own + (measured?.alternatives ?? [])).filter { $0.key != key }
  }
}

extension MeterEstimate {
  /// Beats a bar that were stated; the downbeats stay where they were heard.
  public init(stated beatsPerBar: Int, over measured: MeterEstimate?) {
    self.beatsPerBar = beatsPerBar
    confidence = 1
    tatumsPerBeat = measured?.tatumsPerBeat ?? 2
    downbeats = measured?.downbeats ?? []
  }
}

extension Descriptors {
  /// The same with one value of 0…1 stated under a public name; other names change nothing.
  public func stating(_ value: Double, as name: String) -> Descriptors {
    // By its stored names, so that a descriptor that is added needs no line here.
    guard let data = try? JSONEncoder().encode(self),
      var fields = try? JSONDecoder().decode([String: Descriptor].self, from: data)
    else { return self }
    fields[name] = Descriptor(value: value, confidence: 1)
    guard let stated = try? JSONEncoder().encode(fields),
      let copy = try? JSONDecoder().decode(Descriptors.self, from: stated)
    else { return self }
    return copy
  }
}

/// Keeps what is no sound away from the encoder.
enum SampleGuard {
  /// Largest magnitude that is encoded.
  static let limit: Float = 64

  /// Whether every sample of `block` is a number within the limit.
  static func isSound(_ block: [[Float]]) -> Bool {
    for channel in block {
      let samples = channel.span
      var bad = 0
      for i in samples.indices { bad &+= samples[i].magnitude <= limit ? 0 : 1 }
      if bad > 0 { return false }
    }
    return true
  }

  /// Sets what is no number to 0 and what is beyond the limit to the limit; returns how many.
  static func repair(_ channels: inout [[Float]]) -> Int {
    var repaired = 0
    for index in channels.indices {
      var samples = channels[index].mutableSpan
      for i in samples.indices where !(samples[i].magnitude <= limit) {
        let sample = samples[i]
        samples[i] = sample.isNaN ? 0 : sample < 0 ? -limit : limit
        repaired += 1
      }
    }
    return repaired
  }
}

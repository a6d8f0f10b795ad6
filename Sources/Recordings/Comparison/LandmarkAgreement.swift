import Sound

/// How the landmarks of two tracks lie on each other along the stretches that they share.
struct LandmarkAgreement {
  /// Share of the landmarks of the sparser track that the other has at the same place.
  var share: Double
  /// The same at other places: what harmony and beat give for nothing.
  var chance: Double
  /// log₁₀ of the probability of so many by chance.
  var logChance: Double

  init(_ first: Landmarks, _ second: Landmarks, _ stretches: [Stretch]) {
    var (found, expected, byChance) = (0, 0, 0.0)
    logChance = 0
    for stretch in stretches {
      let low = Int(stretch.first * Landmarks.framesPerSecond)
      let high = Int((stretch.first + stretch.length) * Landmarks.framesPerSecond)
      let part = first.peaks[
        first.peaks.firstPlace { $0.frame >= low }..<first.peaks.firstPlace { $0.frame >= high }]
      let agreement = PeakAgreement(
        clip: Array(part), track: second.peaks,
        offset: stretch.shift * Landmarks.framesPerSecond, speed: 1)
      // Both are stored ones, so neither has more than the other but by accident.
      let trials = max(1, min(agreement.expected, part.count))
      let hits = min(agreement.found, trials)
      found += hits
      expected += trials
      byChance += agreement.chance * Double(trials)
      logChance += Chance.tail(hits: hits, trials: trials, rate: agreement.chance)
    }
    share = expected > 0 ? Double(found) / Double(expected) : 0
    chance = expected > 0 ? byChance / Double(expected) : 0
  }
}

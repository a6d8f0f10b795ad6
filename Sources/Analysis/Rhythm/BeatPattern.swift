/// How strongly bass, middle and treble sound at each place within a beat, over all beats of a grid.
///
/// What a drummer plays on eighths and sixteenths, and with which drum, tells a slow tempo from one read twice
/// too fast: patterns within the bar characterise styles (Dixon, Gouyon and Widmer, "Towards Characterisation
/// of Music via Rhythmic Patterns", ISMIR 2004).
enum BeatPattern {
  /// What `values` says, by name.
  static let inputs: [String] = ["low", "middle", "high"].flatMap { name in
    (0..<BeatProfile.divisions).map { "\(name) at \($0)/\(BeatProfile.divisions)" }
  }

  /// In the order of `inputs`: the mean logarithm of the onset strength, in units of its own mean.
  static func values(_ profile: BeatProfile) -> [Double] {
    OnsetStrength.registers.flatMap { bands in
      (0..<BeatProfile.divisions).map { division in
        let logarithms = bands.flatMap { band in
          profile.row(band..<band + 1, division: division).map(BarInputs.compress)
        }
        return logarithms.reduce(0.0) { $0 + Double($1) } / Double(logarithms.count)
      }
    }
  }
}

extension SpaceParameters {
  static let cepstralMean: [Double] = Array(repeating: 0, count: 25)
  static let cepstralDeviation: [Double] = Array(repeating: 1, count: 25)
  static let sharesOfAnyPair: [Double] = [0.25, 0.25, 0.25, 0.25]
  static let encoded = ""
}

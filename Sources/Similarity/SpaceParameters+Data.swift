extension SpaceParameters {
  static let cepstralMean: [Double] = Array(repeating: 0, count: 25)
  static let cepstralDeviation: [Double] = Array(repeating: 1, count: 25)
  static let weights: [Double] = [0.45, 0.3, 0.15, 0.1]
  static let encoded = ""
}

/// How much each degree of a scale sounds in music of a mode, tonic first.
struct KeyProfile {
  let major: [Float]
  let minor: [Float]

  /// Faraldo, Gómez, Jordà and Herrera, "Key Estimation in Electronic Dance Music", ECIR 2016, and its later
  /// revision "bgate" as distributed with Essentia: medians of chroma over electronic music, small values
  /// gated to zero.
  static let bgate = KeyProfile(
    major: [1.00, 0, 0.42, 0, 0.53, 0.37, 0, 0.77, 0, 0.38, 0.21, 0.30],
    minor: [1.00, 0, 0.36, 0.39, 0, 0.38, 0, 0.74, 0.27, 0, 0.42, 0.23])

  /// Sha'ath, "Estimation of Key in Digital Music Recordings", MSc thesis, Birkbeck 2011, as revised in
  /// libKeyFinder 2: fitted to popular and electronic music.
  static let keyFinder = KeyProfile(
    major: [
      7.239005, 3.503512, 3.584452, 2.845118, 5.818989, 4.558651, 2.447789, 6.994732, 3.391066,
      4.556143, 4.073927, 4.459328,
    ],
    minor: [
      7.002550, 3.143603, 4.359043, 5.404181, 3.672344, 4.089712, 3.907914, 6.199603, 3.634246,
      2.872412, 5.354680, 3.832421,
    ])

  /// How often each degree occurs in a segment of the Kostka-Payne corpus of classical excerpts.
  ///
  /// Temperley, Music and Probability, MIT Press 2007, chapter 6.
  static let temperley = KeyProfile(
    major: [
      0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400,
    ],
    minor: [
      0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330,
    ])
}

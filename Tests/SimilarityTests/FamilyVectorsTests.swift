import Analysis
import Testing

@testable import Similarity

@Suite struct FamilyVectorsTests {
  @Test("each family has its numbers")
  func counts() throws {
    let families = try #require(try FamilyVectors(of: Tunes.piece))
    #expect(families.timbre.count == 380)
    #expect(families.rhythm.count == 150)
    #expect(families.tonality.count == 37)
    #expect(families.dynamics.count == 4)
  }

  @Test("silence sounds like nothing")
  func silence() throws {
    #expect(try FamilyVectors(of: Tunes.silence) == nil)
    #expect(try Embedding(of: Tunes.silence) == nil)
  }

  @Test("transposition by any interval leaves tonality as it is", arguments: 1...11)
  func transposition(semitones: Int) throws {
    let features = try #require(Tunes.piece.features)
    var moved = features
    for pitch in 0..<12 {
      moved.chromaMean[(pitch + semitones) % 12] = features.chromaMean[pitch]
      moved.chromaDeviation[(pitch + semitones) % 12] = features.chromaDeviation[pitch]
    }
    for key in [nil, Key(tonic: .a, mode: .minor), Key(tonic: .dSharp, mode: .major)] {
      let higher = key.map { Key(tonic: $0.tonic + semitones, mode: $0.mode) }
      let a = try #require(TonalityVector.vector(features, key: key))
      let b = try #require(TonalityVector.vector(moved, key: higher))
      for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-5) }
    }
  }

  @Test("a minor key is seen from its relative major")
  func relative() throws {
    let features = try #require(Tunes.piece.features)
    let minor = TonalityVector.vector(features, key: Key(tonic: .a, mode: .minor))
    #expect(minor == TonalityVector.vector(features, key: Key(tonic: .c, mode: .major)))
    #expect(minor != TonalityVector.vector(features, key: Key(tonic: .a, mode: .major)))
  }

  @Test("the same beat faster is the same pattern")
  func tempoInvariance() throws {
    var slow = try #require(Tunes.piece.features)
    var fast = slow
    // A single pulse at 60 beats a minute, and at 60 · 2^(1/3): bins 48 and 64 of 48 to the octave.
    for band in slow.tempogram.indices {
      slow.tempogram[band] = [Float](repeating: 0, count: 192)
      fast.tempogram[band] = slow.tempogram[band]
      slow.tempogram[band][48] = 1
      slow.tempogram[band][96] = 0.5
      fast.tempogram[band][64] = 1
      fast.tempogram[band][112] = 0.5
    }
    let a = try #require(RhythmVector.vector(slow, tempo: 60))
    let b = try #require(RhythmVector.vector(fast, tempo: 75.595))
    #expect(a[..<144] == b[..<144])
    // The tempo in the thirteenth cell of 24, its double an octave of six cells on, in every band.
    let sounding: [Int] = a.indices.filter { $0 < 144 && a[$0] > 0 }
    let wanted: [Int] = (0..<6).flatMap { band in [24 * band + 12, 24 * band + 18] }
    #expect(sounding == wanted)
    #expect(a[12] > a[18])
    // The tempo itself has moved by a third of its circle.
    #expect(abs(a[148] - b[148]) > 0.1)
    // An octave in the tempo is no way at all.
    let double = try #require(RhythmVector.vector(slow, tempo: 120))
    #expect(abs(a[148] - double[148]) < 1e-5)
  }

  @Test(
    "no tempo, and no such tempo, is a rhythm without a pattern", arguments: [nil, 0, -1, .nan])
  func noTempo(tempo: Double?) throws {
    let features = try #require(Tunes.piece.features)
    let rhythm = try #require(RhythmVector.vector(features, tempo: tempo))
    #expect(rhythm[..<144].allSatisfy { $0 == 0 })
    #expect(rhythm.allSatisfy { $0.isFinite })
  }

  @Test("a gain changes nothing in the dynamics")
  func gain() throws {
    let analysis = Tunes.piece
    var quiet = analysis
    quiet.loudness.integrated = analysis.loudness.integrated.map { $0 - 12 }
    quiet.loudness.truePeak = analysis.loudness.truePeak.map { $0 - 12 }
    quiet.loudness.momentaryMax = analysis.loudness.momentaryMax.map { $0 - 12 }
    quiet.loudness.shortTermMax = analysis.loudness.shortTermMax.map { $0 - 12 }
    let a = try #require(try FamilyVectors(of: analysis))
    let b = try #require(try FamilyVectors(of: quiet))
    for (x, y) in zip(a.dynamics, b.dynamics) { #expect(abs(x - y) < 1e-4) }
  }

  @Test("the mean of the corpus with its deviation is the unit matrix, whose logarithm is 0")
  func middle() throws {
    var features = try #require(Tunes.piece.features)
    features.timbreMean = SpaceParameters.cepstralMean.map { Float($0) }
    features.timbreCovariance = []
    for i in 0..<25 {
      for j in i..<25 {
        let deviation = SpaceParameters.cepstralDeviation[i]
        features.timbreCovariance.append(i == j ? Float(deviation * deviation) : 0)
      }
    }
    let timbre = try #require(TimbreVector.vector(features))
    // ln 1.02, the shrinkage, on the diagonal but for its end.
    #expect(abs(timbre[0] - 0.0198) < 1e-4)
    #expect(abs(timbre[1]) < 1e-6)
    #expect(abs(timbre[350]) < 1e-6)
  }

  @Test("what is no number names its family")
  func notFinite() throws {
    let families: [(FeatureFamily, (inout TrackFeatures) -> Void)] = [
      (.timbre, { $0.timbreMean[3] = .nan }),
      (.timbre, { $0.timbreCovariance[10] = .infinity }),
      (.timbre, { $0.timbreChange[0] = .nan }),
      (.timbre, { $0.spectralShape[1] = .nan }),
      (.rhythm, { $0.tempogram[0][96] = .nan }),
      (.rhythm, { $0.pulseClarity = .nan }),
      (.rhythm, { $0.flux = .nan }),
      (.rhythm, { $0.beatStrength = -.infinity }),
      (.tonality, { $0.chromaMean[0] = .nan }),
      (.tonality, { $0.chromaDeviation[11] = .nan }),
      (.tonality, { $0.harmonicChange = .nan }),
      (.tonality, { $0.keyCorrelations[1] = .nan }),
    ]
    for (family, damage) in families {
      var analysis = Tunes.piece
      var features = try #require(analysis.features)
      damage(&features)
      analysis.features = features
      #expect(throws: SimilarityError.featuresNotFinite(family)) { try Embedding(of: analysis) }
    }
    var analysis = Tunes.piece
    analysis.loudness.truePeak = .nan
    #expect(throws: SimilarityError.featuresNotFinite(.dynamics)) { try Embedding(of: analysis) }
  }

  @Test("another shape names its family")
  func malformed() throws {
    let families: [(FeatureFamily, (inout TrackFeatures) -> Void)] = [
      (.timbre, { $0.timbreMean.removeLast() }),
      (.timbre, { $0.timbreCovariance = [] }),
      (.rhythm, { $0.tempogram = [] }),
      (.rhythm, { $0.tempogram[2].append(0) }),
      (.tonality, { $0.chromaMean = [1] }),
      (.tonality, { $0.keyCorrelations = [] }),
    ]
    for (family, damage) in families {
      var analysis = Tunes.piece
      var features = try #require(analysis.features)
      damage(&features)
      analysis.features = features
      #expect(throws: SimilarityError.malformedFeatures(family)) { try Embedding(of: analysis) }
    }
  }

  @Test("nothing at all in a family is an answer all the same")
  func allZero() throws {
    var analysis = Tunes.piece
    var features = try #require(analysis.features)
    features.chromaMean = [Float](repeating: 0, count: 12)
    features.chromaDeviation = features.chromaMean
    features.timbreCovariance = [Float](repeating: 0, count: 325)
    features.timbreChange = [Float](repeating: 0, count: 25)
    analysis.features = features
    analysis.key = nil
    analysis.tempo = nil
    #expect(try Embedding(of: analysis) != nil)
  }
}

import RealModule

/// The pitches of a track moment by moment, as the decisions about key and chords want them: what stands out among
/// the notes, and what is silent left out.
///
/// 25 numbers for each audible 200 ms: an hour takes 1.8 MB.
struct PitchFrames {
  /// Seconds from one frame to the next.
  static let seconds = Double(SpectralFrontEnd.framesPerTonalFrame) / SpectralFrontEnd.frameRate

  /// Frames from the track's start, rising: the audible ones.
  private(set) var indices: [Int] = []
  /// Twelve values a frame, C first: all octaves, the high ones fading out.
  private(set) var folded: [Float] = []
  /// The same for the bass alone.
  private(set) var low: [Float] = []
  /// Fourth root of the frame's energy, relative to the loud ones.
  private(set) var shares: [Float] = []

  var count: Int { indices.count }

  /// What a note counts, by its height.
  private struct Register {
    /// At all: the highest partials are overtones and noise.
    var heard: Float
    var key: Float
    var bass: Float
  }

  /// One entry each of `PitchBands.notes`.
  ///
  /// Registers fade slowly, over several octaves: a tune that is moved leaves none and enters none. Measured on moves
  /// of real tracks by one and six semitones (2026-11-22): fades of 4 to 5 semitones with an edge at 55 Hz follow in
  /// 89 of 100, with a soft edge below in 91, those of 9 in 93.8, those of 12 to 14 in 94.9; held-out keys are equal.
  private static let registers: [Register] = PitchBands.notes.map { note in
    Register(
      heard: fade(note, middle: 100, width: 12) * (1 - fade(note, middle: 38, width: 4)),
      key: fade(note, middle: 76, width: 14), bass: fade(note, middle: 48, width: 12))
  }

  /// From 1 far below `middle` to 0 far above it: a logistic curve over semitones.
  private static func fade(_ note: Int, middle: Float, width: Float) -> Float {
    1 / (1 + .exp((Float(note) - middle) / width))
  }

  /// Notes to either side, half an octave, whose mean is the floor that a note must stand out from.
  private static let neighbours = 6
  /// What share of that mean is the floor.
  ///
  /// Measured: of 0, 0.5, 0.7, 0.85, 1 and 1.3 the one under which most moves are followed; 1 and 1.3 cost 3 and 5
  /// points of keys on which tools agree (2026-11-22).
  private static let floor: Float = 0.7

  /// Adds the frame that stands `index` frames behind the track's start, by the amplitude of each of
  /// `PitchBands.notes`; one without any adds nothing.
  mutating func add(_ amplitudes: [Float], share: Float, index: Int) {
    guard let largest = amplitudes.max(), largest > 0 else { return }
    let values = amplitudes.map { ($0 / largest).squareRoot() }
    let last = values.count - 1
    var all = [Float](repeating: 0, count: Chroma.pitches)
    var bass = all
    var sum: Float = 0
    for (position, register) in Self.registers.enumerated() {
      var around: Float = 0
      for neighbour in position - Self.neighbours...position + Self.neighbours {
        around += values[min(max(neighbour, 0), last)]
      }
      let floor = Self.floor * around / Float(2 * Self.neighbours + 1)
      let weight = register.heard * max(0, values[position] - floor)
      let pitch = (PitchBands.notes.lowerBound + position) % Chroma.pitches
      sum += weight
      all[pitch] += weight * register.key
      bass[pitch] += weight * register.bass
    }
    guard sum > 0 else { return }
    indices.append(index)
    shares.append(share)
    folded.append(contentsOf: all.lazy.map { $0 / sum })
    low.append(contentsOf: bass.lazy.map { $0 / sum })
  }

  /// Positions of the frames between two times in seconds.
  func range(from start: Double, to end: Double) -> Range<Int> {
    let first = position(of: start)
    return first..<max(first, position(of: end))
  }

  /// The position of the first frame at or behind `time`.
  private func position(of time: Double) -> Int {
    var (low, high) = (0, indices.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(indices[middle]) * Self.seconds < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

import DSP
import RealModule

/// What sounds on the beats of a grid and between them.
struct BeatProfile {
  /// Steps into which a beat is divided: halves, thirds and quarters all fall on one.
  static let divisions = 12
  /// The front end's filters where chords are.
  ///
  /// chosen: from the guitar's and the left hand's middle to where there is little but overtones.
  static let chordBands = LogSpectra.bands(from: 200, to: 4000)
  /// Frames before and after a moment whose spectra are compared, at most: 0.6 s.
  static let longestWindow = 60.0

  /// Frames, rising.
  let beats: [Double]
  /// Frames.
  let period: Double
  /// Onset strength, relative to its mean: band, then beat, then division.
  let strengths: [[[Float]]]
  /// Change of the spectrum's shape at each beat.
  let change: [Float]

  /// - Precondition: at least two beats.
  init(_ beats: [Double], onsets: OnsetStrength) {
    self.beats = beats
    let intervals = zip(beats.dropFirst(), beats).map { Float($0 - $1) }
    let period = Double(Statistics.median(intervals) ?? 1)
    self.period = period
    strengths = onsets.bands.map { band in
      let mean = band.reduce(0, +) / Float(max(1, band.count)) + 1e-9
      return beats.indices.map { index in
        let interval =
          index + 1 < beats.count
          ? beats[index + 1] - beats[index] : beats[index] - beats[index - 1]
        return Self.divide(band, from: beats[index], interval: interval).map { $0 / mean }
      }
    }
    let width = min(period, Self.longestWindow)
    change = beats.map { onsets.spectra.change(Self.chordBands, at: $0, width: width) }
  }

  /// Half way from each beat to the next.
  var between: [Double] { zip(beats, beats.dropFirst()).map { 0.5 * ($0 + $1) } }

  /// The largest value near each division of the beat that begins at `start`.
  private static func divide(_ band: [Float], from start: Double, interval: Double) -> [Float] {
    let reach = min(max(interval / Double(2 * divisions), 1), 3)
    return (0..<divisions).map { division in
      let center = start + interval * Double(division) / Double(divisions)
      let low = max(0, Int((center - reach).rounded(.up)))
      let high = min(band.count - 1, Int((center + reach).rounded(.down)))
      var top: Float = 0
      if low <= high { for frame in low...high { top = max(top, band[frame]) } }
      return top
    }
  }

  /// Onset strength of the beats of some bands together at one division.
  func row(_ bands: Range<Int>, division: Int) -> [Float] {
    beats.indices.map { beat in
      bands.reduce(Float(0)) { $0 + strengths[$1][beat][division] } / Float(bands.count)
    }
  }

  /// Into how many parts most beats are divided: what sounds at thirds against halves and quarters.
  ///
  /// Swing counts as three: its second note stands near two thirds.
  var tatumsPerBeat: Int {
    let level = { (division: Int) in
      Statistics.mean(row(0..<OnsetStrength.bandCount, division: division)) ?? 0
    }
    let half = level(6)
    if max(level(4), level(8)) > half { return 3 }
    return max(level(3), level(9)) > Self.quarterShare * half ? 4 : 2
  }

  /// chosen: quarters that are this strong beside the halves are notes of their own.
  private static let quarterShare: Float = 0.6
}

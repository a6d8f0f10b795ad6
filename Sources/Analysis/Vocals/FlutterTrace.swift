import DSP
import RealModule

/// How the level flutters from one hundredth of a second to the next in three ranges, and whether they flutter
/// together: notes, drums and syllables burst through all of them at once, applause, rain and wind flutter a
/// little, all the time, each range for itself.
///
/// The change of ln(level) of each range between onset frames: its mean size, its kurtosis, which is high where few
/// frames hold most of it, and its correlation between neighbouring ranges. Measured on artists held out: songs
/// are told from instrumental music at an area of 0.978 with them and 0.967 without, and two semitones move liveness
/// by more than 0.05 on 21 % of tracks in place of 26; audiences are told from rain no better by them.
struct FlutterTrace {
  /// Hz: below, about and above where hand claps are strongest, 1 to 2.5 kHz (Peltola, Erkut, Cook and Välimäki,
  /// "Synthesis of Hand Clapping Sounds", IEEE TASLP 15(3), 2007).
  private static let edges: [Double] = [500, 1500, 3000, 6000]
  static let rangeCount = edges.count - 1
  /// Values of `row`.
  static let names: [String] =
    (0..<rangeCount).flatMap { ["flutter \($0) extent", "flutter \($0) kurtosis"] }
    + (1..<rangeCount).map { "flutter \($0 - 1) with \($0)" }
  private static let filters: [Range<Int>] = (0..<rangeCount).map { range in
    let centers = SpectralFrontEnd.onsetBands.centers
    return centers.count { $0 < edges[range] }..<centers.count { $0 < edges[range + 1] }
  }
  /// Added to a range's magnitude at the reference loudness, where what sounds holds 0.01 to 1.
  ///
  /// chosen: what is silent does not flutter.
  private static let floor: Float = 1e-4

  /// For each range, one value an onset frame: the change of ln(level) since the frame before.
  private let changes: [[Float]]

  init(_ chapter: SpectralChapter, gain: Float) {
    let bands = SpectralFrontEnd.onsetBands.count
    let magnitudes = chapter.onsetBands.span
    changes = Self.filters.map { filters in
      var before: Float = 0
      return (0..<chapter.frames).map { frame in
        var sum: Float = 0
        for filter in filters { sum += magnitudes[frame * bands + filter] }
        let level = Logarithm.natural(gain * sum + Self.floor)
        defer { before = level }
        return frame > 0 ? level - before : 0
      }
    }
  }

  /// Mean change and ln of the kurtosis of each range, and the correlations of neighbouring ranges, over some onset
  /// frames.
  func row(_ frames: Range<Int>) -> [Float] {
    // The last mel frame may have one onset frame only.
    let window = frames.clamped(to: changes[0].indices)
    var row: [Float] = []
    var squares: [Float] = []
    let count = Float(window.count)
    for range in 0..<Self.rangeCount {
      var extent: Float = 0
      var square: Float = 1e-8
      var fourth: Float = 1e-16
      for change in changes[range][window] {
        let power = change * change
        extent += abs(change)
        square += power
        fourth = Relaxed.multiplyAdd(power, power, fourth)
      }
      row += [extent / count, Logarithm.natural(fourth * count / (square * square))]
      squares.append(square)
    }
    for range in 1..<Self.rangeCount {
      var product: Float = 0
      for frame in window {
        product = Relaxed.multiplyAdd(changes[range - 1][frame], changes[range][frame], product)
      }
      row.append(product / (squares[range - 1] * squares[range]).squareRoot())
    }
    return row
  }
}

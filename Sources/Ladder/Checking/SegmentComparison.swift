/// Figures of one stretch of a rendition against the same stretch of its source, one channel.
///
/// All levels are sums of squares; `reference` is the source, `decoded` the rendition, equally long.
enum SegmentComparison {
  /// Lags tried on either side of alignment, in frames.
  ///
  /// Chosen: half of the encoder's short block of 256, the smallest slip that its windows allow.
  static let lags = 128
  /// Frames looked at in a stretch: 93 ms at 44.1 kHz, enough to tell lags apart where there is music.
  static let lagFrames = 4096

  /// What is summed up over stretches of the first differences, the rendition moved by each lag from −`lags` to
  /// `lags` − 1.
  struct Lags {
    /// Σrd.
    var products = [Double](repeating: 0, count: 2 * lags)
    /// Σd², of what lies under the source then.
    var decoded = [Double](repeating: 0, count: 2 * lags)
    /// Σr².
    var reference = 0.0

    /// 0…2: one less the correlation at a lag, which does not depend on either's level.
    func distance(_ index: Int) -> Double {
      1 - products[index] / (reference * max(decoded[index], .leastNormalMagnitude)).squareRoot()
    }
  }

  /// Adds a stretch to `lags`.
  ///
  /// First differences tilt the spectrum by 6 dB an octave, so that low notes, which look alike at any
  /// small lag, do not drown what tells the lags apart.
  static func add(
    _ reference: Span<Float>, _ decoded: Span<Float>, to sums: inout Lags
  ) {
    let count = min(lagFrames, reference.count - 2 * lags - 1)
    guard count > 0 else { return }
    let start = (reference.count - count - 2 * lags) / 2 + lags
    let ownOwner = (0..<count).map { reference[start + $0] - reference[start + $0 - 1] }
    let otherOwner = (0..<count + 2 * lags).map { index in
      let place = start - lags + index
      return decoded[place] - decoded[max(0, place - 1)]
    }
    let own = ownOwner.span
    let other = otherOwner.span
    // Σd² is carried from lag to lag.
    var ownEnergy = 0.0
    var otherEnergy = 0.0
    for i in 0..<count {
      ownEnergy += Double(own[i] * own[i])
      otherEnergy += Double(other[i] * other[i])
    }
    sums.reference += ownEnergy
    for first in stride(from: 0, to: 2 * lags, by: 8) {
      // Eight lags at a time: eight sums that do not wait for each other.
      var cross = SIMD8<Float>()
      for i in 0..<count {
        let j = first + i
        let near = SIMD8(
          other[j], other[j + 1], other[j + 2], other[j + 3], other[j + 4], other[j + 5],
          other[j + 6], other[j + 7])
        cross += own[i] * near
      }
      for lane in 0..<8 {
        let lag = first + lane
        sums.decoded[lag] += otherEnergy
        sums.products[lag] += Double(cross[lane])
        guard lag + count < other.count else { break }
        let left = Double(other[lag])
        let right = Double(other[lag + count])
        otherEnergy += right * right - left * left
      }
    }
  }

  /// Σrd, Σr² and Σd².
  static func products(
    _ reference: Span<Float>, _ decoded: Span<Float>
  ) -> (cross: Double, reference: Double, decoded: Double) {
    var cross: Float = 0
    var own: Float = 0
    var other: Float = 0
    for i in reference.indices {
      cross += reference[i] * decoded[i]
      own += reference[i] * reference[i]
      other += decoded[i] * decoded[i]
    }
    return (Double(cross), Double(own), Double(other))
  }

  /// Σ(d − r)², Σr², and of both the same for means of four neighbours: what lies below a quarter of the
  /// Nyquist frequency, which every rung keeps.
  static func window(
    _ reference: Span<Float>, _ decoded: Span<Float>
  ) -> (error: Float, reference: Float, lowReference: Float, lowDecoded: Float) {
    var error: Float = 0
    var own: Float = 0
    var lowOwn: Float = 0
    var lowOther: Float = 0
    var i = 0
    while i + 4 <= reference.count {
      var sumOwn: Float = 0
      var sumOther: Float = 0
      for j in i..<i + 4 {
        let r = reference[j]
        let d = decoded[j]
        error += (d - r) * (d - r)
        own += r * r
        sumOwn += r
        sumOther += d
      }
      lowOwn += sumOwn * sumOwn
      lowOther += sumOther * sumOther
      i += 4
    }
    return (error, own, lowOwn / 4, lowOther / 4)
  }
}

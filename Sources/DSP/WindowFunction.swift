import RealModule

/// Windows for short-time spectra, in their periodic form.
///
/// Harris, "On the Use of Windows for Harmonic Analysis", Proc. IEEE 66(1), 1978, §V.
public enum WindowFunction: Sendable {
  case hann
  case hamming
  case blackman
  /// Four terms; side lobes below −92 dB (table 1).
  case blackmanHarris

  /// The window's `length` samples.
  ///
  /// A periodic window of N samples is the first N of the symmetric window of N + 1.
  public func samples(_ length: Int) -> [Float] {
    (0..<length).map { n in
      let phase = 2 * Double.pi * Double(n) / Double(length)
      return switch self {
      case .hann: Float(0.5 - 0.5 * .cos(phase))
      case .hamming: Float(0.54 - 0.46 * .cos(phase))
      case .blackman: Float(0.42 - 0.5 * .cos(phase) + 0.08 * .cos(2 * phase))
      case .blackmanHarris:
        Float(blackmanHarris(phase))
      }
    }
  }

  private func blackmanHarris(_ phase: Double) -> Double {
    let first = 0.358_75 - 0.488_29 * Double.cos(phase)
    let second = 0.141_28 * Double.cos(2 * phase)
    return first + second - 0.011_68 * Double.cos(3 * phase)
  }
}

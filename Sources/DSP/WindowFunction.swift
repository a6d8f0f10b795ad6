import RealModule

/// Windows for short-time spectra, in their periodic form.
///
/// Harris, "On the Use of Windows for Harmonic Analysis", Proc. IEEE 66(1), 1978, §V.
public enum WindowFunction: Sendable {
  case hann
  case hamming
  case blackman

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
      }
    }
  }
}

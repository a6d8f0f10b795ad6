import CFFTW

/// Discrete Fourier transform of real signals of one length, and back.
///
/// Owns its work arrays, so one value serves one task. Nothing is allocated after `init`.
@safe public struct RealFFT: ~Copyable {
  public let length: Int
  /// Frequencies from 0 to half the sample rate: `length / 2 + 1`.
  public var bins: Int { length / 2 + 1 }

  private let forward: FFTPlans
  private let inverse: FFTPlans
  // Addresses that do not move, aligned as FFTW's vector code wants them.
  private let real: UnsafeMutablePointer<Float>
  private let complex: UnsafeMutablePointer<fftwf_complex>

  /// - Precondition: `length` is even and positive.
  public init(length: Int) {
    precondition(length > 0 && length.isMultiple(of: 2), "an even, positive length")
    guard let real = unsafe fftwf_alloc_real(length),
      let complex = unsafe fftwf_alloc_complex(length / 2 + 1)
    else { preconditionFailure("out of memory for an FFT of \(length) samples") }
    self.length = length
    unsafe self.real = real
    unsafe self.complex = complex
    forward = .plan(length: length, direction: .forward)
    inverse = .plan(length: length, direction: .inverse)
  }

  deinit {
    unsafe fftwf_free(real)
    unsafe fftwf_free(complex)
  }

  /// Transforms `input · window`, zero-padded to `length`; the spectrum stays inside for the calls below.
  ///
  /// - Precondition: `input` and `window` are equally long, and no longer than `length`.
  public mutating func transform(_ input: Span<Float>, window: Span<Float>) {
    precondition(input.count == window.count && input.count <= length)
    var target = unsafe MutableSpan(_unsafeStart: real, count: length)
    for i in 0..<input.count { target[i] = input[i] * window[i] }
    for i in input.count..<length { target[i] = 0 }
    unsafe fftwf_execute_dft_r2c(forward.plan, real, complex)
  }

  /// Writes |X[k]|² · `scale` of the last transform, for the first `power.count` bins.
  public mutating func power(scale: Float, into power: inout MutableSpan<Float>) {
    precondition(power.count <= bins)
    let spectrum = unsafe Span(
      _unsafeStart: UnsafeRawPointer(complex).assumingMemoryBound(to: Float.self), count: 2 * bins)
    for k in 0..<power.count {
      let re = spectrum[2 * k]
      let im = spectrum[2 * k + 1]
      power[k] = (re * re + im * im) * scale
    }
  }

  /// Writes |X[k]| · `scale` of the last transform, for the first `magnitude.count` bins.
  public mutating func magnitude(scale: Float, into magnitude: inout MutableSpan<Float>) {
    power(scale: scale * scale, into: &magnitude)
    for k in 0..<magnitude.count { magnitude[k] = magnitude[k].squareRoot() }
  }

  /// Writes Σₖ S[k]·e^(2πikn/N) of a real, symmetric spectrum S given by its first `bins` values:
  /// the unnormalised inverse transform, for the first `output.count` samples.
  public mutating func inverse(_ spectrum: Span<Float>, into output: inout MutableSpan<Float>) {
    precondition(spectrum.count == bins && output.count <= length)
    var target = unsafe MutableSpan(
      _unsafeStart: UnsafeMutableRawPointer(complex).assumingMemoryBound(to: Float.self),
      count: 2 * bins)
    for k in 0..<bins {
      target[2 * k] = spectrum[k]
      target[2 * k + 1] = 0
    }
    unsafe fftwf_execute_dft_c2r(inverse.plan, complex, real)
    let result = unsafe Span(_unsafeStart: real, count: length)
    for n in 0..<output.count { output[n] = result[n] }
  }
}

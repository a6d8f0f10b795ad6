import CFFTW
import Synchronization

/// FFTW's plans, made once per process and length and shared by every transform of that length.
///
/// The planner is not re-entrant (FFTW 3.3 manual §5.4), so it runs under a lock; executing a finished
/// plan on other arrays is. `FFTW_ESTIMATE` picks the same codelets at every run, so results repeat to
/// the bit on one machine; `FFTW_MEASURE` was no faster at the lengths used here (see
/// `docs/benchmarks.md`).
@safe final class FFTPlans: @unchecked Sendable {
  enum Direction: Hashable {
    case forward
    case inverse
  }

  private struct Key: Hashable {
    let length: Int
    let direction: Direction
  }

  private static let shared = Mutex<[Key: FFTPlans]>([:])

  /// Plans live as long as the process; there are as many as lengths in the code.
  let plan: fftwf_plan

  private init(_ plan: fftwf_plan) { unsafe self.plan = plan }

  /// The plan for real transforms of `length` samples.
  static func plan(length: Int, direction: Direction) -> FFTPlans {
    shared.withLock { plans in
      let key = Key(length: length, direction: direction)
      if let plan = plans[key] { return plan }
      // The arrays serve the planner's look at alignment only; ESTIMATE does not write to them.
      let real = unsafe fftwf_alloc_real(length)
      let complex = unsafe fftwf_alloc_complex(length / 2 + 1)
      defer {
        unsafe fftwf_free(real)
        unsafe fftwf_free(complex)
      }
      let made =
        switch direction {
        case .forward:
          unsafe fftwf_plan_dft_r2c_1d(Int32(length), real, complex, FFTW_ESTIMATE)
        case .inverse:
          unsafe fftwf_plan_dft_c2r_1d(Int32(length), complex, real, FFTW_ESTIMATE)
        }
      guard let made = unsafe made else {
        preconditionFailure("FFTW has a plan for every positive length; got \(length)")
      }
      let plan = unsafe FFTPlans(made)
      plans[key] = plan
      return plan
    }
  }
}

import Sound

/// How far the work on one file has come.
public struct WorkProgress: Sendable, Equatable {
  /// What the file is read for; every reading goes through the whole of it.
  public enum Step: String, Sendable, CaseIterable {
    case measuring, encoding, verifying
  }

  public let step: Step
  /// Seconds of its music that this step has gone through.
  public let seconds: Double
  /// Seconds that the file's header promises; nil where it promises none.
  public let duration: Double?

  public init(step: Step, seconds: Double, duration: Double?) {
    (self.step, self.seconds, self.duration) = (step, seconds, duration)
  }

  /// Is told after each block, by the thread that works.
  public typealias Listener = @Sendable (WorkProgress) -> Void
}

/// Tells a listener how far one reading of a file has come.
struct ProgressMeter {
  private let step: WorkProgress.Step
  private let rate: SampleRate
  private let duration: Double?
  private let listener: WorkProgress.Listener?

  /// Begins a step; nil for a listener where nobody asks.
  init(
    _ step: WorkProgress.Step, of reader: borrowing SourceReader,
    to listener: WorkProgress.Listener?
  ) {
    (self.step, self.listener) = (step, listener)
    rate = reader.format.sampleRate
    duration = reader.declaredFrames.map(rate.seconds)
    tell(0)
  }

  /// - Parameter frames: read so far.
  func tell(_ frames: Int) {
    listener?(WorkProgress(step: step, seconds: rate.seconds(frames), duration: duration))
  }
}

/// Finds bursts and dropouts in one channel, window by window.
///
/// Remembers five windows, since a Vorbis block spreads what it codes over its whole length: four
/// windows at the lowest rung, and the echo before a click must not pass for a burst.
struct FaultFinder {
  /// Frames of a window: half of a long Vorbis block at 44.1 kHz, so that what one bad packet does fills
  /// at least one window.
  static let windowFrames = 1024

  /// A burst: error this many times the source's energy in the window and two on either side.
  ///
  /// Chosen: twice the amplitude of all that is near.
  private static let burstRatio: Float = 4
  /// … and this loud by itself, as a mean square: −40 dBFS, audible in any music.
  private static let burstFloor: Float = 1e-4
  /// A dropout: low frequencies this much weaker: 20 dB.
  private static let dropoutRatio: Float = 0.01
  /// The source's low frequencies must be this loud for that, −40 dBFS.
  private static let dropoutFloor: Float = 1e-4
  /// They must also be this share of their window.
  ///
  /// The mean of four lets a high tone through at a thirtieth.
  private static let dropoutShare: Float = 0.1

  private struct Window {
    var error: Float = 0
    var reference: Float = 0
    var start = 0
  }

  private(set) var bursts = 0
  private(set) var dropouts = 0
  private(set) var firstFault: Int?
  /// The last five windows, the newest last; before the first there is silence.
  private var windows = Array(repeating: Window(), count: 5)

  /// Takes a stretch that begins at frame `start`; less than a window at its end is left out.
  mutating func add(_ reference: Span<Float>, _ decoded: Span<Float>, from start: Int) {
    let size = Self.windowFrames
    for index in 0..<reference.count / size {
      let range = index * size..<(index + 1) * size
      let place = start + range.lowerBound
      let figures = SegmentComparison.window(
        reference.extracting(range), decoded.extracting(range))
      if figures.lowReference > Self.dropoutFloor * Float(size),
        figures.lowReference > Self.dropoutShare * figures.reference,
        figures.lowDecoded < Self.dropoutRatio * figures.lowReference
      {
        dropouts += 1
        note(place)
      }
      push(Window(error: figures.error, reference: figures.reference, start: place))
    }
  }

  /// Looks at the last windows, after which there is silence.
  mutating func finish() {
    push(Window())
    push(Window())
  }

  private mutating func push(_ window: Window) {
    for index in 1..<windows.count { windows[index - 1] = windows[index] }
    windows[windows.count - 1] = window
    let middle = windows[windows.count / 2]
    let near = windows.reduce(0) { $0 + $1.reference }
    if middle.error > Self.burstRatio * near,
      middle.error > Self.burstFloor * Float(Self.windowFrames)
    {
      bursts += 1
      note(middle.start)
    }
  }

  private mutating func note(_ frame: Int) { firstFault = min(firstFault ?? frame, frame) }
}

internal import Sound

/// Counts the audio that a FLAC stream lost on the way.
///
/// After an error libFLAC hands out silent frames for those it skipped. They cannot be told from silent
/// music right after the damage, which is therefore counted too: the loss is never understated.
struct FrameLoss {
  /// Frames missing before the first that could be decoded.
  private(set) var beforeFirst = 0
  /// Where the next frame should begin.
  private(set) var expected = 0
  /// The number that the stream gives to the frame that is counted as 0 here.
  private var origin = 0
  /// Whether an error came up since the last frame that held sound.
  private var isWatching = false

  private var lost = 0
  private var places = 0
  private var firstLost: Int?
  private var firstOffset: Int?
  private var errorOffset: Int?
  private var hasFrames = false
  private var isInGap = false

  var isNone: Bool { lost == 0 && beforeFirst == 0 }
  /// Whether no frame came after the last error.
  var endsInError: Bool { isWatching }

  mutating func noteError(at offset: Int) {
    isWatching = true
    if errorOffset == nil { errorOffset = offset }
  }

  /// Takes note of frames that are missing in front of the one that begins at `position`, by the numbers
  /// in the frames alone.
  ///
  /// Frames that were cut out cleanly leave no error behind. A number that goes back, or leads past
  /// `end`, says nothing about a loss: another stream, or one that is numbered wrong, goes on.
  ///
  /// - Returns: how many samples are missing, at most `longest`.
  mutating func takeGap(
    before position: Int, length: Int, end: Int?, longest: Int, isNewPlace: Bool
  ) -> Int {
    guard hasFrames else {
      origin = position
      return 0
    }
    let gap = position - origin - expected
    let isWithin = end.map { beforeFirst + expected + gap + length <= $0 } ?? true
    guard gap > 0, gap <= longest, isWithin else {
      origin += gap
      return 0
    }
    note(gap, at: expected, isNewPlace: isNewPlace && !isInGap)
    expected += gap
    return gap
  }

  /// Takes note that the frame before this one stood for a lost one, though no error said so.
  mutating func takeBack(length: Int, isNewPlace: Bool) {
    note(length, at: expected - length, isNewPlace: isNewPlace)
  }

  private mutating func note(_ length: Int, at start: Int, isNewPlace: Bool) {
    if isNewPlace { places += 1 }
    lost += length
    if firstLost == nil {
      firstLost = start
      firstOffset = errorOffset
    }
  }

  /// Takes note of a frame that libFLAC gave; true where it stands for a lost one.
  ///
  /// `position` is the number of its first sample, as written in it. Whether it holds nothing but zeros
  /// is asked only after an error.
  mutating func takeFrame(at position: Int, length: Int, isSilent: () -> Bool) -> Bool {
    defer { expected += length }
    // The number in the first frame is believed only after an error: streams cut out of longer ones
    // begin anywhere.
    if !hasFrames, isWatching { beforeFirst = position }
    hasFrames = true
    guard isWatching, isSilent() else {
      isWatching = false
      isInGap = false
      errorOffset = nil
      return false
    }
    note(length, at: expected, isNewPlace: !isInGap)
    isInGap = true
    return true
  }

  func damage(rate: SampleRate) -> [Damage] {
    var damage: [Damage] = []
    if beforeFirst > 0 { damage.append(.lostBeginning(beforeFirst, rate: rate)) }
    if lost > 0 {
      damage.append(
        .corruptFrames(
          lost, places: places, first: firstLost ?? 0, offset: firstOffset, rate: rate))
    }
    return damage
  }
}

import DSP
import RealModule

/// Where somebody sings, speaks or applauds, gathered chapter by chapter.
struct VoiceSummary {
  /// Log odds beyond say no more: one sure second does not decide for a track.
  private static let sure: Float = 6
  /// Shares of the track over which a voice's and an audience's presence are taken: singers pause for a
  /// verse's length, applause is short.
  private static let voicePart = 0.5
  private static let crowdPart = 0.1

  private(set) var texture = TextureSummary()
  /// Log odds each half second; nil where nothing was looked at.
  private var odds: [VoiceModel.LogOdds?] = []
  /// Whether `inputs` are kept, which nothing but the fits needs.
  var keepsInputs = false
  private(set) var inputs: [[Float]] = []

  /// Adds a chapter that begins at `start` seconds, under the linear `gain` that brings it to the reference
  /// loudness.
  ///
  /// `active` are the mel frames between the first and the last that sound.
  mutating func add(
    _ chapter: SpectralChapter, start: Double, gain: Float, active: Range<Int>
  ) {
    let frames = VoiceFrames(chapter, gain: gain)
    let first = Int((start / VoiceInputs.hopSeconds).rounded())
    // On the grid of the half seconds, whatever is silent before.
    var step = (active.lowerBound + VoiceInputs.hopFrames - 1) / VoiceInputs.hopFrames
    while (step + 2) * VoiceInputs.hopFrames <= min(active.upperBound, frames.count) {
      let frame = step * VoiceInputs.hopFrames
      texture.add(frames, chapter, from: frame)
      let row = VoiceInputs.row(frames, from: frame)
      if keepsInputs { inputs.append(row) }
      while odds.count < first + step { odds.append(nil) }
      odds.append(VoiceModel.logOdds(row))
      step += 1
    }
  }

  /// What was found; nil where less than a second sounds.
  var features: VoiceFeatures? {
    guard let texture = texture.texture else { return nil }
    let heard = odds.compactMap { $0 }
    let voice = heard.map { Self.bounded($0.voice) }
    let crowd = heard.map { Self.bounded($0.crowd) }
    return VoiceFeatures(
      voice: odds.map { Self.percent($0?.voice) }, speech: odds.map { Self.percent($0?.speech) },
      crowd: odds.map { Self.percent($0?.crowd) },
      voicePresence: Self.top(Self.voicePart, of: voice), voiceMean: Self.top(1, of: voice),
      speechMean: Self.top(1, of: heard.map { Self.bounded($0.speech) }),
      crowdPresence: Self.top(Self.crowdPart, of: crowd), crowdMean: Self.top(1, of: crowd),
      texture: texture)
  }

  private static func bounded(_ odds: Float) -> Float { min(max(odds, -sure), sure) }

  private static func percent(_ odds: Float?) -> UInt8 {
    guard let odds else { return 0 }
    return UInt8((100 / (1 + Float.exp(-bounded(odds)))).rounded())
  }

  /// The mean of the highest `part` of `values`, at least one.
  private static func top(_ part: Double, of values: [Float]) -> Double {
    let count = max(1, Int((part * Double(values.count)).rounded()))
    let highest = values.sorted(by: >).prefix(count)
    return highest.reduce(0.0) { $0 + Double($1) } / Double(highest.count)
  }
}

import DSP
import RealModule

/// What a track's surface tells about how it was made and where: dynamics, air, decay, how steady partials are.
///
/// Kept for each half second, so that an hour takes 0.2 MB, and put together when the track is over.
struct TextureSummary {
  /// Frames this far below the loud ones are pauses, in decibels.
  private static let pause: Float = 40

  private var level: [Float] = []
  private var airFloor: [Float] = []
  private var airFlatness: [Float] = []
  private var airLevel: [Float] = []
  private var treble: [Float] = []
  private var bottom: [Float] = []
  private var decay: [Float] = []
  private var wobble: [Float] = []
  /// Filters of the front end below 55 Hz.
  private static let bottomFilters = SpectralFrontEnd.onsetBands.centers.count { $0 < 55 }

  /// Adds the half second of `frames` that begins at `start`.
  mutating func add(_ frames: VoiceFrames, _ chapter: SpectralChapter, from start: Int) {
    let window = start..<start + VoiceInputs.hopFrames
    let scale = 1 / Float(VoiceInputs.hopFrames)
    level.append(frames.level[window].reduce(0, +) * scale)
    airLevel.append(frames.airLevel[window].reduce(0, +) * scale)
    treble.append(frames.trebleShare[window].reduce(0, +) * scale)
    wobble.append(Statistics.median(Array(frames.glides.wobble[window])) ?? 0)
    // The quietest 60 ms: what is there between the notes.
    var floor = Float.infinity
    var flat: Float = 0
    for i in window.lowerBound..<window.upperBound - 2 {
      let here = (frames.airLevel[i] + frames.airLevel[i + 1] + frames.airLevel[i + 2]) / 3
      if here < floor {
        floor = here
        flat = (frames.airFlatness[i] + frames.airFlatness[i + 1] + frames.airFlatness[i + 2]) / 3
      }
    }
    airFloor.append(floor)
    airFlatness.append(flat)
    addDecay(frames, window)
    addBottom(chapter, window)
  }

  /// How fast the air falls where it falls for 60 ms or more, in decibels a second.
  private mutating func addDecay(_ frames: VoiceFrames, _ window: Range<Int>) {
    var falls: [Float] = []
    var i = window.lowerBound
    while i + 3 < window.upperBound {
      let (a, b, c, d) = (
        frames.airLevel[i], frames.airLevel[i + 1], frames.airLevel[i + 2], frames.airLevel[i + 3]
      )
      if a > b, b > c, c > d {
        falls.append((a - d) / 3 * Float(SpectralFrontEnd.frameRate / 2))
        i += 3
      } else {
        i += 1
      }
    }
    if let median = Statistics.median(falls) { decay.append(median) }
  }

  private mutating func addBottom(_ chapter: SpectralChapter, _ window: Range<Int>) {
    let filters = SpectralFrontEnd.onsetBands.count
    let bands = chapter.onsetBands.span
    var low: Float = 1e-9
    var all: Float = 1e-9
    for frame in window {
      let row = min(2 * frame, chapter.frames - 1) * filters
      for filter in 0..<Self.bottomFilters { low += bands[row + filter] }
      for filter in 0..<filters { all += bands[row + filter] }
    }
    bottom.append(Logarithm.natural(low / all))
  }
}

extension TextureSummary {
  /// The track's texture; nil where nothing was added.
  var texture: Texture? {
    guard let loud = Statistics.quantile(0.95, of: level) else { return nil }
    let sounding = level.indices.filter { level[$0] > loud - Self.pause }
    let levels = sounding.map { level[$0] }
    let mean = Statistics.mean(levels) ?? 0
    let floors = sounding.map { airFloor[$0] }
    let quiet = Statistics.quantile(0.2, of: floors) ?? 0
    let between = sounding.filter { airFloor[$0] <= quiet }.map { airFlatness[$0] }
    return Texture(
      dynamics: Statistics.mean(levels.map { abs($0 - mean) }) ?? 0,
      treble: Statistics.median(sounding.map { treble[$0] }) ?? 0,
      bottom: Statistics.median(sounding.map { bottom[$0] }) ?? 0,
      wobble: Statistics.median(sounding.map { wobble[$0] }) ?? 0,
      decay: Statistics.median(decay) ?? 0,
      floor: (Statistics.median(sounding.map { airLevel[$0] }) ?? 0) - quiet,
      floorFlatness: Statistics.mean(between) ?? 0)
  }
}

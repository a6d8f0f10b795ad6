/// Bits per second of audio packets: over all, and in the fullest second.
struct BitrateMeter {
  /// The second slides in steps of a tenth.
  private static let steps = 10

  private let sampleRate: Int
  private var bins: [Int]
  private var bin = 0
  private var total = 0
  private var fullest = 0
  private var frames = 0

  init(sampleRate: Int) {
    self.sampleRate = sampleRate
    bins = Array(repeating: 0, count: Self.steps)
  }

  /// Counts a packet after which a decoder has put out `granule` frames.
  mutating func add(bytes: Int, granule: Int64) {
    let place = max(0, Int(granule)) * Self.steps / sampleRate
    while bin < place {
      fullest = max(fullest, bins.reduce(0, +))
      bin += 1
      bins[bin % Self.steps] = 0
    }
    bins[bin % Self.steps] += bytes
    total += bytes
    frames = max(frames, Int(granule))
  }

  mutating func finish() { fullest = max(fullest, bins.reduce(0, +)) }

  /// Bits per second over all frames; 0 for a rendition without frames.
  var mean: Int {
    frames == 0 ? 0 : Int((Double(total * 8) * Double(sampleRate) / Double(frames)).rounded())
  }
  /// Bits in the fullest second, or in all where there is less than one.
  var peak: Int { fullest * 8 }
}

import Foundation
import Recordings
import Sound

// Prints size, growth and look-up time of the index of recordings over made-up libraries (docs/recordings.md).
//
//     index-growth FOLDER TRACKS… < HEARD
//
// HEARD is what `assonance fingerprint --raw --json` prints of real files; without any, the index is made of
// landmarks alone. The landmarks are drawn to the statistics
// of real ones: 8 a second, most of them low, followed by others of nearby frequency. Words are real ones with
// four bits changed, each held as long as it was.

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Words of real fingerprints.
struct Vocabulary {
  var words: [UInt32] = []

  init() throws {
    while let line = readLine() {
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      for word in record?["fingerprint"] as? [Int] ?? [] { words.append(UInt32(word)) }
    }
  }
}

/// A made-up track of four minutes, always the same for its number.
struct MadeUpTrack {
  static let seconds = 240.0
  let number: Int
  var id: TrackID {
    var generator = Generator(state: UInt64(number) &+ 0xABCD_EF01)
    return TrackID(digest: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  func hearing(_ vocabulary: Vocabulary) -> Hearing {
    var generator = Generator(state: UInt64(number) &* 7919)
    var words: [UInt32] = []
    let count = Int(Self.seconds / 0.1238) - 19
    while !vocabulary.words.isEmpty, words.count < count {
      // A stretch of a real fingerprint, its words changed alike, so that held words stay held.
      let start = Int.random(in: 0..<vocabulary.words.count - 80, using: &generator)
      var mask: UInt32 = 0
      for _ in 0..<4 { mask |= 1 << UInt32.random(in: 0..<32, using: &generator) }
      words += vocabulary.words[start..<start + 80].map { $0 ^ mask }
    }
    return Hearing(
      track: id, duration: Self.seconds, words: Array(words.prefix(count)),
      landmarks: Landmarks(peaks: peaks(&generator), levels: []))
  }

  private func peaks(_ generator: inout Generator) -> [Landmark] {
    var peaks: [Landmark] = []
    // A dozen pitches that come back, as notes do, with their overtones.
    let pitches = (0..<12).map { _ in Double.random(in: 10...60, using: &generator) }
    let beat = Double.random(in: 30...75, using: &generator)
    for _ in 0..<Int(8 * Self.seconds) {
      let pitch = pitches.randomElement(using: &generator) ?? 20
      let overtone = Double(1 + Int(pow(Double.random(in: 0..<1, using: &generator), 2) * 8))
      let bin = min(max(pitch * overtone, 12), 231)
      let place = Double.random(in: 0..<Self.seconds * Landmarks.framesPerSecond, using: &generator)
      let isOnBeat = Bool.random(using: &generator)
      let frame = isOnBeat ? (place / beat).rounded() * beat : place
      peaks.append(Landmark(frame: Int(frame), bin: Float(bin.rounded())))
    }
    return peaks.sorted { ($0.frame, $0.bin) < ($1.frame, $1.bin) }
  }
}

func cpuSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Ten seconds of a track: half of its landmarks, a step beside where they were, and as many others.
///
/// - Parameters:
///   - track: the track.
///   - vocabulary: its words' origin.
///   - speed: how much faster the clip plays.
/// - Returns: its landmarks, and the second of the track at which it begins.
func clip(
  of track: MadeUpTrack, _ vocabulary: Vocabulary, speed: Double = 1
) -> (peaks: [Landmark], start: Double) {
  var generator = Generator(state: UInt64(track.number) &+ 99)
  let start = Int.random(in: 0..<20_000, using: &generator)
  var peaks: [Landmark] = []
  for peak in track.hearing(vocabulary).landmarks.peaks
  where peak.frame >= start && peak.frame < start + 1002 {
    if Bool.random(using: &generator) {
      let late = Int.random(in: -1...1, using: &generator)
      let frame = Double(max(0, peak.frame - start + late)) / speed
      let bin = (peak.bin * Float(speed)).rounded()
      peaks.append(Landmark(frame: Int(frame.rounded()), bin: bin))
    }
    let bin = Float.random(in: 12..<100, using: &generator)
    peaks.append(Landmark(frame: Int.random(in: 0..<1002, using: &generator), bin: bin))
  }
  peaks.sort { ($0.frame, $0.bin) < ($1.frame, $1.bin) }
  return (peaks, Landmarks.seconds(start))
}

func measure(_ count: Int, in folder: String, _ vocabulary: Vocabulary) throws {
  let tracks = (0..<count).map { MadeUpTrack(number: $0) }
  let numbers = Dictionary(uniqueKeysWithValues: tracks.map { ($0.id, $0.number) })
  let hearing = { (id: TrackID) in
    numbers[id].map { MadeUpTrack(number: $0).hearing(vocabulary) }
  }
  var begun = cpuSeconds()
  let index = try RecordingIndex.writing(folder, tracks: tracks.map(\.id), hearing: hearing)
  let building = cpuSeconds() - begun
  begun = cpuSeconds()
  _ = try RecordingIndex.reading(folder, tracks: tracks.map(\.id), hearing: hearing)
  let opening = cpuSeconds() - begun
  let (words, landmarks) = (index.words, index.landmarks)
  var (right, times, none) = (0, [Double](), [Double]())
  var (rightAtSpeed, timesAtSpeed) = (0, [Double]())
  for round in 0..<40 {
    let track = tracks[(round * 977 + 13) % count]
    let (peaks, start) = clip(of: track, vocabulary)
    let stranger = clip(of: MadeUpTrack(number: count + 5 + round), vocabulary).peaks
    // What it takes to make a track up is not what a look-up costs.
    var makingUp = 0.0
    var matcher = ClipMatcher(index: landmarks) {
      let before = cpuSeconds()
      defer { makingUp += cpuSeconds() - before }
      return hearing($0)?.landmarks
    }
    _ = try matcher.matches(of: peaks, seconds: 10)  // Warm.
    (begun, makingUp) = (cpuSeconds(), 0)
    let found = try matcher.matches(of: peaks, seconds: 10)
    times.append(cpuSeconds() - begun - makingUp)
    if found.contains(where: { $0.track == track.id && abs($0.trackStart - start) < 0.05 }) {
      right += 1
    }
    let faster = clip(of: track, vocabulary, speed: 1.02)
    (begun, makingUp) = (cpuSeconds(), 0)
    let foundAtSpeed = try matcher.matches(of: faster.peaks, seconds: 10)
    timesAtSpeed.append(cpuSeconds() - begun - makingUp)
    if foundAtSpeed.contains(where: {
      $0.track == track.id && abs($0.trackStart - faster.start) < 0.05
    }) {
      rightAtSpeed += 1
    }
    (begun, makingUp) = (cpuSeconds(), 0)
    _ = try matcher.matches(of: stranger, seconds: 10)
    none.append(cpuSeconds() - begun - makingUp)
  }
  let finder = DuplicateFinder(index)
  var whole: [Double] = []
  for round in 0..<20 {
    let track = tracks[(round * 571 + 7) % count].id
    guard let heard = hearing(track) else { continue }
    begun = cpuSeconds()
    _ = try finder.candidates(for: heard)
    whole.append(cpuSeconds() - begun)
  }
  let middle = { (values: [Double]) in values.sorted()[values.count / 2] * 1000 }
  print(
    "| \(count) | \(words.bytes / count) | \(landmarks.bytes / count) | "
      + "\((words.bytes + landmarks.bytes) / 1_000_000) | "
      + "\(String(format: "%.2f", Double(landmarks.bytes) / Double(landmarks.postings))) | "
      + "\(words.segmentCount) + \(landmarks.segmentCount) | "
      + "\(String(format: "%.2f", building / Double(count) * 1000)) | "
      + "\(String(format: "%.0f", opening * 1000)) | \(String(format: "%.1f", middle(times))) | "
      + "\(String(format: "%.1f", middle(none))) | \(String(format: "%.1f", middle(whole))) | "
      + "\(right) of 40 | \(String(format: "%.1f", middle(timesAtSpeed))) | \(rightAtSpeed) of 40 |"
  )
}

let vocabulary = try Vocabulary()
let folder = CommandLine.arguments[1]
print(
  "| tracks | words, bytes a track | landmarks, bytes a track | MB | bytes a pair | segments | building, ms a track "
    + "| opening, ms | clip found, ms | clip not found, ms | whole track, ms | found | 2 % faster, ms | found |"
)
print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
for text in CommandLine.arguments.dropFirst(2) {
  guard let count = Int(text) else { continue }
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  try measure(count, in: folder + "/\(count)", vocabulary)
  fflush(nil)
}

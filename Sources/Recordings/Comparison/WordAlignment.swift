/// Where the words of two fingerprints run alike.
///
/// After Lalinský's matcher in Chromaprint: the most frequent distances between equal words give straight lines; along
/// each, the bits that differ are smoothed and cut where they become too many.
struct WordAlignment {
  /// Words of the first and of the second track, and how many agree from there on.
  struct Run: Equatable {
    var first: Int
    var second: Int
    var count: Int
    /// Share of bits.
    var bitErrors: Double
  }

  /// In the order of the first track; none overlaps another in either track.
  private(set) var runs: [Run] = []

  /// Share of bits, smoothed, above which two stretches are not alike.
  ///
  /// Measured: docs/recordings.md; unrelated words differ in 0.45 of their bits, and in 0.31 of them at the least over
  /// 3 s.
  static let tolerance = 0.27
  /// Words of the smoothing on each side, 1 s.
  private static let smoothing = 8
  /// Words of the shortest run: 10 s less the 2.6 s that a word looks ahead.
  static let leastWords = 60
  /// Distances that are followed at most.
  private static let lines = 24
  /// Words that must be equal for a distance to be followed.
  private static let leastEqual = 4

  init(_ first: [UInt32], _ second: [UInt32]) {
    var candidates: [Run] = []
    for shift in Self.shifts(first, second) {
      candidates += Self.runs(first, second, shift: shift)
    }
    candidates.sort { ($0.weight, $1.first, $1.second) > ($1.weight, $0.first, $0.second) }
    for candidate in candidates {
      if let rest = candidate.without(runs) { runs.append(rest) }
    }
    runs.sort { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Words that are alike.
  var words: Int { runs.reduce(0) { $0 + $1.count } }
  /// Share of bits that differ in all runs together.
  var bitErrors: Double {
    let bits = runs.reduce(0.0) { $0 + $1.bitErrors * Double($1.count) }
    return words > 0 ? bits / Double(words) : 1
  }

  /// Distances at which words are equal most often, the most frequent first.
  private static func shifts(_ first: [UInt32], _ second: [UInt32]) -> [Int] {
    // Only where a word begins: held ones are equal at every distance.
    var places: [UInt32: [Int]] = [:]
    for posting in WordKeys.postings(second) {
      places[posting.key, default: []].append(Int(posting.time))
    }
    var counts: [Int: Int] = [:]
    for posting in WordKeys.postings(first) {
      guard let there = places[posting.key], there.count <= 50 else { continue }
      for time in there { counts[time - Int(posting.time), default: 0] += 1 }
    }
    let enough = counts.filter {
      $0.value + counts[$0.key - 1, default: 0] + counts[$0.key + 1, default: 0] >= leastEqual
    }
    return enough.sorted { ($0.value, abs($1.key), $0.key) > ($1.value, abs($0.key), $1.key) }
      .prefix(lines).map(\.key)
  }

  /// The stretches along one line whose smoothed bit errors stay below the tolerance.
  private static func runs(_ first: [UInt32], _ second: [UInt32], shift: Int) -> [Run] {
    let start = max(0, -shift)
    let end = min(first.count, second.count - shift)
    guard end - start >= leastWords else { return [] }
    var sums = [0]
    sums.reserveCapacity(end - start + 1)
    for i in start..<end {
      sums.append(sums[i - start] + (first[i] ^ second[i + shift]).nonzeroBitCount)
    }
    let mean = { (low: Int, high: Int) in
      Double(sums[high] - sums[low]) / Double(32 * (high - low))
    }
    var runs: [Run] = []
    var begin: Int?
    for i in 0...(end - start) {
      let isAlike =
        i < end - start
        && mean(max(0, i - smoothing), min(end - start, i + smoothing + 1)) <= tolerance
      if isAlike {
        begin = begin ?? i
      } else if let from = begin {
        if i - from >= leastWords {
          runs.append(
            Run(
              first: start + from, second: start + from + shift, count: i - from,
              bitErrors: mean(from, i)))
        }
        begin = nil
      }
    }
    return runs
  }
}

extension WordAlignment.Run {
  /// Bits that agree beyond chance: what the better of two overlapping runs has more of.
  fileprivate var weight: Double { Double(count) * (0.5 - bitErrors) }

  /// What is left of the run beside others in both tracks; nil where that is too short.
  fileprivate func without(_ others: [Self]) -> Self? {
    var (low, high) = (0, count)
    for other in others {
      for (mine, theirs) in [(first, other.first), (second, other.second)] {
        let from = theirs - mine
        let to = from + other.count
        if to <= low || from >= high { continue }
        // The longer side stays.
        if from - low >= high - to { high = max(low, from) } else { low = min(high, to) }
      }
    }
    guard high - low >= WordAlignment.leastWords else { return nil }
    return Self(first: first + low, second: second + low, count: high - low, bitErrors: bitErrors)
  }
}

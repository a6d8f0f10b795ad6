import RealModule
import Sound

/// How well a clip's landmarks lie on those of a track, at one place and speed.
struct PeakAgreement {
  /// Landmarks of the track in the span that the clip covers, and how many of them the clip has.
  var expected: Int
  var found: Int
  /// The share of them that is found at other places of the same track: what its harmony and its beat give
  /// for nothing.
  var chance: Double
  /// The same at the best place of each third of a second: what music on one grid of beats and notes has in
  /// common.
  var rival: Double
  /// Frames of the track at which the clip begins.
  var offset: Double
  /// How much faster the clip plays than the track.
  var speed: Double
  /// The first and last of the clip's frames that agree.
  var first: Int
  var last: Int

  /// log₁₀ of the probability of so many by chance.
  var logChance: Double { Chance.tail(hits: found, trials: expected, rate: chance) }
  /// Share of the track's landmarks that the clip has.
  var share: Double { expected > 0 ? Double(found) / Double(expected) : 0 }

  /// Half of what is added at each side by the analysis' grids, in bins and frames.
  ///
  /// A landmark's bin is stored rounded; its frame moves by one where the clip was cut between frames, by
  /// another in noise.
  private static let binTolerance: Float = 1.2
  private static let frameTolerance = 2.5
  /// Frames around the expected place that are searched for the true one.
  private static let search = 8.0
  /// Other places on each side that say what chance gives, and the frames between them.
  private static let controls = 24
  private static let controlStep = 37
  /// Landmarks that another place must have to say something.
  private static let leastControl = 8
  /// Agreements below which nothing is proved, whatever chance gives.
  private static let leastFound = 5
  /// Agreements from which on the speed is fitted.
  private static let leastForSpeed = 10

  /// - Parameters:
  ///   - clip: the clip's landmarks, rising in time.
  ///   - track: the track's.
  ///   - offset: frames of the track at which the clip's frame 0 is expected.
  ///   - speed: how much faster the clip plays than the track.
  init(clip: [Landmark], track: [Landmark], offset: Double, speed: Double) {
    let points = clip.map {
      Point(frame: Double($0.frame) * speed, bin: $0.bin / Float(speed), clipFrame: $0.frame)
    }
    self.speed = speed
    (expected, found, first, last, chance, rival) = (0, 0, 0, 0, 0.02, 0)
    self.offset = offset
    guard let start = points.first?.frame, let end = points.last?.frame else { return }
    let near = Self.slice(
      track, from: start + offset - Self.search, to: end + offset + Self.search)
    guard !near.isEmpty else { return }
    var best = offset + Self.mode(points, near, offset: offset)
    var pairs = Self.pairs(points, near, offset: best, slope: 0)
    var slope = 0.0
    if pairs.count >= Self.leastForSpeed {
      (best, slope) = Self.fit(pairs, points, near, offset: best)
      pairs = Self.pairs(points, near, offset: best, slope: slope)
    }
    let inside = { (landmark: Landmark) in
      Double(landmark.frame) >= start + best && Double(landmark.frame) <= end + best
    }
    expected = near.count(where: inside)
    found = min(expected, pairs.count)
    guard found >= Self.leastFound else {
      chance = 1
      return
    }
    (chance, rival) = Self.others(points, track, offset: best, span: start...end)
    self.offset = best
    self.speed = speed * (1 + slope)
    first = pairs.map { points[$0.point].clipFrame }.min() ?? 0
    last = pairs.map { points[$0.point].clipFrame }.max() ?? 0
  }

  /// A landmark of the clip as it would stand in the track.
  private struct Point {
    var frame: Double
    var bin: Float
    var clipFrame: Int
  }

  private struct Pair {
    var point: Int
    var landmark: Int
  }

  private static func slice(
    _ track: [Landmark], from low: Double, to high: Double
  ) -> ArraySlice<Landmark> {
    let first = track.firstPlace { Double($0.frame) >= low }
    let last = track.firstPlace { Double($0.frame) > high }
    return track[first..<max(first, last)]
  }

  /// The most frequent distance of the clip's landmarks from the track's around the expected place.
  private static func mode(
    _ points: [Point], _ near: ArraySlice<Landmark>, offset: Double
  ) -> Double {
    var counts = [Int](repeating: 0, count: 2 * Int(search) + 3)
    forEachNear(points, near, offset: offset, reach: search) { _, _, distance in
      counts[Int((distance + search).rounded()) + 1] += 1
    }
    var (best, top) = (Int(search) + 1, -1)
    for place in 1..<counts.count - 1 {
      let sum = counts[place - 1] + 2 * counts[place] + counts[place + 1]
      let isNearer = sum == top && abs(place - Int(search) - 1) < abs(best - Int(search) - 1)
      if sum > top || isNearer { (best, top) = (place, sum) }
    }
    return Double(best - 1) - search
  }

  /// Each of the track's landmarks with the clip's nearest to it.
  private static func pairs(
    _ points: [Point], _ near: ArraySlice<Landmark>, offset: Double, slope: Double
  ) -> [Pair] {
    var best: [Int: (point: Int, distance: Double)] = [:]
    forEachNear(points, near, offset: offset, reach: frameTolerance, slope: slope) {
      point, landmark, distance in
      if let known = best[landmark], abs(known.distance) <= abs(distance) { return }
      best[landmark] = (point, distance)
    }
    return best.map { Pair(point: $0.value.point, landmark: $0.key) }
      .sorted { $0.landmark < $1.landmark }
  }

  private static func forEachNear(
    _ points: [Point], _ near: ArraySlice<Landmark>, offset: Double, reach: Double,
    slope: Double = 0, _ body: (Int, Int, Double) -> Void
  ) {
    var low = near.startIndex
    for (index, point) in points.enumerated() {
      let place = point.frame * (1 + slope) + offset
      while low < near.endIndex, Double(near[low].frame) < place - reach { low += 1 }
      var next = low
      while next < near.endIndex, Double(near[next].frame) <= place + reach {
        if abs(near[next].bin - point.bin) <= binTolerance {
          body(index, next, Double(near[next].frame) - place)
        }
        next += 1
      }
    }
  }

  /// The straight line through the agreements: where the clip begins, and what its speed differs by.
  private static func fit(
    _ pairs: [Pair], _ points: [Point], _ near: ArraySlice<Landmark>, offset: Double
  ) -> (offset: Double, slope: Double) {
    let n = Double(pairs.count)
    let xs = pairs.map { points[$0.point].frame }
    let ys = pairs.map { Double(near[$0.landmark].frame) - points[$0.point].frame - offset }
    let (meanX, meanY) = (xs.reduce(0, +) / n, ys.reduce(0, +) / n)
    var (products, squares) = (0.0, 0.0)
    for (x, y) in zip(xs, ys) {
      products += (x - meanX) * (y - meanY)
      squares += (x - meanX) * (x - meanX)
    }
    // Half a step of the speeds that are tried; a short clip says little about its speed.
    let limit = 0.006
    let slope = squares > 0 ? min(max(products / squares, -limit), limit) : 0
    return (offset + meanY - slope * meanX, slope)
  }

  /// What other places of the track give: on the average, and at the best of each third of a second.
  private static func others(
    _ points: [Point], _ track: [Landmark], offset: Double, span: ClosedRange<Double>
  ) -> (mean: Double, best: Double) {
    let reach = controls * controlStep + controlStep / 2
    var counts = [Int](repeating: 0, count: 2 * reach + 1)
    forEachNear(points, track[...], offset: offset, reach: Double(reach)) { _, _, distance in
      counts[min(max(Int(distance.rounded()) + reach, 0), 2 * reach)] += 1
    }
    let width = Int(frameTolerance)
    var (found, expected, blocks, best) = (0.0, 0.0, 0.0, 0.0)
    for block in -controls...controls where block != 0 {
      let middle = reach + block * controlStep
      let place = offset + Double(block * controlStep)
      let near = slice(track, from: span.lowerBound + place, to: span.upperBound + place).count
      if near < leastControl { continue }
      var (sum, top) = (0, 0)
      for at in middle - controlStep / 2...middle + controlStep / 2
      where at >= width && at + width <= 2 * reach {
        let here = counts[at - width...at + width].reduce(0, +)
        sum += here
        top = max(top, here)
      }
      found += Double(sum) / Double(controlStep)
      expected += Double(near)
      best += min(1, Double(top) / Double(near))
      blocks += 1
    }
    // Never below what three bins and six frames of a uniform spectrogram catch of 20 landmarks a second.
    let least = 0.02
    guard blocks > 0 else { return (least, 0) }
    return (max(least, (found + 1) / (expected + 1)), best / blocks)
  }
}

extension Array {
  /// The first index from which on `condition` holds, where it holds for a rising array's end.
  ///
  /// O(log n).
  func firstPlace(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

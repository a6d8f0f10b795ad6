import Testing

@testable import Similarity

@Suite struct JourneyTests {
  @Test("on a line it steps evenly, over the points nearest to the even places")
  func line() throws {
    let points = try (1...19).map { try Points.at(Float($0) / 10) }
    let journey = Journey(
      from: try Points.at(0), to: try Points.at(2), over: points, count: 3)
    #expect(journey.stops == [4, 9, 14])  // 0.5, 1.0, 1.5
    #expect(journey.steps.allSatisfy { abs($0 - 0.5) < 1e-6 })
    #expect(abs(journey.direct - 2) < 1e-6)
    #expect(zip(journey.progress, [0.25, 0.5, 0.75]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(
    "no way with as many stops has a clearly smaller largest step",
    arguments: 1...8 as ClosedRange<UInt64>)
  func bottleneck(seed: UInt64) throws {
    var random = Points(seed: seed)
    let ends = [try random.embedding(), try random.embedding()]
    let points = try (0..<9).map { _ in try random.embedding() }
    let journey = Journey(from: ends[0], to: ends[1], over: points, count: 3)
    #expect(journey.stops.count == 3 && Set(journey.stops).count == 3)
    #expect(journey.progress == journey.progress.sorted())
    // Every way of three stops in the order of progress, tried out.
    let progress = points.map { point in
      let (a, b) = (point.distance(to: ends[0]), point.distance(to: ends[1]))
      return (1 + (a * a - b * b) / (journey.direct * journey.direct)) / 2
    }
    let rows = points.indices.filter { 0 < progress[$0] && progress[$0] < 1 }
      .sorted { progress[$0] < progress[$1] }
    var least = Double.infinity
    for i in rows.indices {
      for j in rows.indices where i < j {
        for k in rows.indices where j < k {
          let way = [ends[0], points[rows[i]], points[rows[j]], points[rows[k]], ends[1]]
          least = min(least, zip(way, way.dropFirst()).map { $0.distance(to: $1) }.max() ?? 0)
        }
      }
    }
    #expect(least <= journey.largestStep + 1e-9)
    #expect(journey.largestStep <= least * 1.05 + 1e-9)
  }

  @Test("where fewer points lie on the way, all of them are stops; where none, the step is direct")
  func few() throws {
    let ends = [try Points.at(0), try Points.at(1)]
    let points = [try Points.at(0.5), try Points.at(-3), try Points.at(7), try Points.at(0.25)]
    let journey = Journey(from: ends[0], to: ends[1], over: points, count: 8)
    #expect(journey.stops == [3, 0])
    let none = Journey(from: ends[0], to: ends[1], over: [], count: 8)
    #expect(none.stops.isEmpty && none.steps == [1])
    let nowhere = Journey(from: ends[0], to: ends[0], over: points, count: 2)
    #expect(nowhere.stops.isEmpty && nowhere.steps == [0])
    #expect(Journey(from: ends[0], to: ends[1], over: points, count: 0).stops.isEmpty)
  }

  @Test("of two tracks at one place only one is a stop")
  func twins() throws {
    let points = try [0.4, 0.4, 0.4].map { try Points.at($0) }
    let journey = Journey(from: try Points.at(0), to: try Points.at(1), over: points, count: 3)
    #expect(journey.stops.count == 1)
  }
}

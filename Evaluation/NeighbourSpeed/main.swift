// Builds an index from vectors and answers queries; `Evaluation/neighbour_speed.py` compares.
//
//     neighbour-speed vectors.f32 queries.f32 index [sight …]
//
// Prints one JSON object a line.
import Foundation
import Similarity

/// Seconds of processor time of this process.
func processorTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func vectors(_ path: String) throws -> [Embedding] {
  let data = try Data(contentsOf: URL(fileURLWithPath: path))
  let width = Embedding.dimensions * MemoryLayout<Float>.size
  return try (0..<data.count / width).map { row in
    let bytes = data[row * width..<(row + 1) * width]
    let values = stride(from: 0, to: width, by: 4).map { offset in
      Float(
        bitPattern: (0..<4).reduce(UInt32(0)) {
          $0 | UInt32(bytes[bytes.startIndex + offset + $1]) << UInt32(8 * $1)
        })
    }
    return try Embedding(vector: values, version: SpaceVersion.current)
  }
}

/// Runs `body` for each of the queries, and prints what it took and found.
func measure(_ name: String, _ queries: [Embedding], _ body: (Embedding) -> [Neighbour]) {
  let (cpu, wall) = (processorTime(), Date())
  let found = queries.map(body)
  let (cpuEnd, wallEnd) = (processorTime(), Date())
  let rows = found.map { "[" + $0.map { String(Int($0.id) ?? -1) }.joined(separator: ",") + "]" }
  print(
    "{\"what\":\"\(name)\",\"queries\":\(queries.count),\"cpu\":\(cpuEnd - cpu),"
      + "\"wall\":\(wallEnd.timeIntervalSince(wall)),\"found\":[\(rows.joined(separator: ","))]}")
}

let arguments = CommandLine.arguments
let rows = try vectors(arguments[1]).enumerated().map { (id: String($0), embedding: $1) }
let queries = try vectors(arguments[2])
let path = arguments[3]

var (cpu, wall) = (processorTime(), Date())
let image = try IndexBuilder.build(rows, graph: true)
print(
  "{\"what\":\"build\",\"cpu\":\(processorTime() - cpu),\"wall\":\(-wall.timeIntervalSinceNow),"
    + "\"bytes\":\(image.byteCount)}")
(cpu, wall) = (processorTime(), Date())
try image.publish(at: path)
print("{\"what\":\"publish\",\"wall\":\(-wall.timeIntervalSinceNow)}")
wall = Date()
var whole = Neighbourhood(try IndexImage(opening: path))
print("{\"what\":\"open\",\"wall\":\(-wall.timeIntervalSinceNow)}")

measure("exact", Array(queries.prefix(200))) { query in
  whole.nearest(to: NeighbourQuery(query), limit: 10, sight: nil)
}
for sight in arguments.dropFirst(4).compactMap({ Int($0) }) {
  _ = whole.nearest(to: NeighbourQuery(queries[0]), limit: 10, sight: sight)
  measure("graph \(sight)", queries) { query in
    whole.nearest(to: NeighbourQuery(query), limit: 10, sight: sight)
  }
}
// A filter that keeps one in a hundred, and one that keeps one in three.
for every in [100, 3] {
  let wanted = whole.admitted(stride(from: 0, to: rows.count, by: every).lazy.map { String($0) })
  measure("filter \(every)", Array(queries.prefix(500))) { query in
    whole.nearest(to: NeighbourQuery(query), limit: 10, among: wanted)
  }
}
// Tracks that come while it is searched.
let extra = queries.prefix(1000)
(cpu, wall) = (processorTime(), Date())
for (number, query) in extra.enumerated() { whole.update("new\(number)", to: query) }
print("{\"what\":\"add\",\"count\":\(extra.count),\"wall\":\(-wall.timeIntervalSinceNow)}")

import CNearest

/// Makes an index out of vectors: codes, links and the order of ids.
///
/// The same rows in the same order give the same bytes. A graph takes about 0.3 ms a row.
public struct IndexBuilder {
  /// Rows from which on a graph is made.
  ///
  /// Measured (docs/similarity.md): below it looking at every row is as fast.
  public static let leastForGraph = 20_000
  /// Rows that a new row is linked to at most.
  ///
  /// chosen: 16, within what Malkov and Yashunin (2018, §4.1) advise for many dimensions.
  private static let newLinks = 16
  /// How many rows are looked at for a new row's links.
  ///
  /// chosen: measured as the least with which the graph's recall no longer rises much.
  private static let width = 128

  private let image: IndexImage
  private var scratch: Scratch

  /// Builds an index.
  ///
  /// - Parameters:
  ///   - rows: ids and vectors; no id twice.
  ///   - stamp: what the index knows of its catalogue.
  ///   - graph: whether a graph is made; nil by the number of rows.
  /// - Returns: the index, in memory.
  /// - Throws: `unfitID`.
  public static func build(
    _ rows: [(id: String, embedding: Embedding)], stamp: IndexStamp = IndexStamp(),
    graph: Bool? = nil
  ) throws(IndexFault) -> IndexImage {
    var header = IndexHeader()
    header.count = rows.count
    header.hasGraph = graph ?? (rows.count >= leastForGraph)
    header.stamp = stamp
    let largest = rows.reduce(Float(0)) { most, row in
      row.embedding.vector.reduce(most) { max($0, abs($1)) }
    }
    header.scale = largest / 127
    let image = IndexImage(IndexMemory(byteCount: header.layout.byteCount), header)
    for (number, row) in rows.enumerated() {
      let id = Array(row.id.utf8)
      guard !id.isEmpty, id.count <= IndexLayout.idBytes, !id.contains(0) else { throw .unfitID }
      for (i, byte) in id.enumerated() {
        unsafe image.ids[number * IndexLayout.idBytes + i] = byte
      }
      let code = CodedQuery(row.embedding.vector, scale: header.scale)
      header.error = max(header.error, code.error)
      for d in 0..<Embedding.dimensions {
        let place = number * Embedding.dimensions + d
        unsafe image.vectors[place] = row.embedding.vector[d]
        unsafe image.codes[place] = Int8(clamping: code.code[d])
      }
    }
    let order = rows.indices.sorted {
      Array(rows[$0].id.utf8).lexicographicallyPrecedes(rows[$1].id.utf8)
    }
    for (place, row) in order.enumerated() { unsafe image.order[place] = UInt32(row) }
    if header.hasGraph {
      var builder = IndexBuilder(image)
      for row in 1..<max(1, rows.count) { builder.link(row) }
    }
    if rows.count >= Neighbourhood.leastForSpread { measureSpread(of: image) }
    return sealed(image, header)
  }

  /// Builds an index of what a neighbourhood holds now; throws `unfitID`.
  public static func build(
    _ places: Neighbourhood, stamp: IndexStamp
  ) throws(IndexFault) -> IndexImage {
    try build(places.rows, stamp: stamp)
  }

  /// The image with its header and checksum in place.
  static func sealed(_ image: IndexImage, _ header: IndexHeader) -> IndexImage {
    var header = header
    header.checksum = image.memory.checksum
    for (i, byte) in header.bytes.enumerated() { unsafe image.memory.bytes[i] = byte }
    return IndexImage(image.memory, header)
  }

  /// Notes each row's mean distance to its nearest.
  private static func measureSpread(of image: IndexImage) {
    let places = Neighbourhood(image)
    for row in 0..<image.count {
      let mean = places.meanDistance(around: image.embedding(row), beside: image.id(row))
      unsafe image.spread[row] = Float(mean ?? 0)
    }
  }

  private init(_ image: IndexImage) {
    self.image = image
    scratch = Scratch(count: image.count)
  }

  /// Links a row with those before it.
  private mutating func link(_ row: Int) {
    let query = code(row)
    image.walk(to: query, width: Self.width, rows: row, &scratch) { _, _ in }
    let near = scratch.pool.map { $0 & ~1 }
    let chosen = diverse(near, most: Self.newLinks)
    setLinks(of: row, chosen.map { UInt32(IndexImage.row($0)) })
    for entry in chosen {
      add(row, to: IndexImage.row(entry), square: IndexImage.square(entry))
    }
  }

  /// Links `neighbour` back to `row`; where it has no room, the most diverse of all stay.
  private mutating func add(_ row: Int, to neighbour: Int, square: Int32) {
    let list = unsafe image.links + neighbour * (1 + IndexLayout.mostLinks)
    let degree = unsafe Int(list[0])
    if degree < IndexLayout.mostLinks {
      unsafe list[1 + degree] = UInt32(row)
      unsafe list[0] = UInt32(degree + 1)
      return
    }
    let query = code(neighbour)
    var entries = [IndexImage.entry(UInt32(row), square)]
    unsafe scratch.squares.withUnsafeMutableBufferPointer { squares in
      guard let out = squares.baseAddress else { return }
      unsafe nearest_gather(query, image.codes, list + 1, degree, out)
    }
    for i in 0..<degree {
      unsafe entries.append(IndexImage.entry(list[1 + i], scratch.squares[i]))
    }
    entries.sort()
    let chosen = diverse(entries, most: IndexLayout.mostLinks)
    setLinks(of: neighbour, chosen.map { UInt32(IndexImage.row($0)) })
  }

  private func setLinks(of row: Int, _ rows: [UInt32]) {
    let list = unsafe image.links + row * (1 + IndexLayout.mostLinks)
    unsafe list[0] = UInt32(rows.count)
    for (i, other) in rows.enumerated() { unsafe list[1 + i] = other }
  }

  /// Of `entries`, nearest first, those that are nearer to the row than to any one chosen before
  /// (Malkov and Yashunin, algorithm 4).
  private func diverse(_ entries: [UInt64], most: Int) -> [UInt64] {
    var chosen: [UInt64] = []
    for entry in entries where chosen.count < most {
      let code = unsafe image.codes + IndexImage.row(entry) * Embedding.dimensions
      let square = IndexImage.square(entry)
      let isApart = chosen.allSatisfy { other in
        unsafe nearest_pair(
          code, image.codes + IndexImage.row(other) * Embedding.dimensions) > square
      }
      if isApart { chosen.append(entry) }
    }
    return chosen
  }

  private func code(_ row: Int) -> [Int16] {
    let start = unsafe image.codes + row * Embedding.dimensions
    return (0..<Embedding.dimensions).map { unsafe Int16(start[$0]) }
  }
}

import CNearest

/// The walk from neighbour to neighbour.
///
/// A proximity graph as by Malkov and Yashunin (IEEE TPAMI 42, 2020), without their upper layers: in
/// this many dimensions the walk starts as well from the nearest of the first thousand rows, which lie
/// one behind the other (measured: docs/similarity.md).
extension IndexImage {
  /// Rows that a walk may start from.
  ///
  /// chosen: their distances take 5 µs together.
  static let gate = 1024
  /// Of them, the nearest so many are where it starts.
  ///
  /// chosen: one may stand before a gap.
  private static let starts = 4

  /// Fills `scratch.pool` with the `width` nearest rows that the walk finds to `query`.
  ///
  /// Only rows before `rows` are looked at; `visit` gets every row it measures and its squared distance
  /// in steps.
  func walk(
    to query: [Int16], width: Int, rows: Int, _ scratch: inout Scratch,
    visit: (UInt32, Int32) -> Void
  ) {
    scratch.clear()
    guard rows > 0, width > 0 else { return }
    let gate = min(Self.gate, rows)
    unsafe scratch.squares.withUnsafeMutableBufferPointer { squares in
      guard let out = squares.baseAddress else { return }
      unsafe nearest_scan(query, codes, 0, gate, out)
    }
    var starts: [UInt64] = []
    for row in 0..<gate {
      let square = scratch.squares[row]
      visit(UInt32(row), square)
      scratch.seen[row >> 6] |= 1 << UInt64(row & 63)
      let entry = Self.entry(UInt32(row), square)
      if starts.count < Self.starts || entry < starts[starts.count - 1] {
        starts.insert(entry, at: starts.firstIndex { entry < $0 } ?? starts.count)
        if starts.count > Self.starts { starts.removeLast() }
      }
    }
    scratch.pool = Array(starts.prefix(width))
    // The inner loop: no allocation, no bounds to check, a fifth of the time less.
    unsafe scratch.withPointers(width: width) { pool, size, seen, batch, squares in
      var size = size
      var cursor = 0
      while cursor < size {
        if unsafe pool[cursor] & 1 == 1 {
          cursor += 1
          continue
        }
        let row = unsafe Int(truncatingIfNeeded: (pool[cursor] >> 1) & 0x7FFF_FFFF)
        unsafe pool[cursor] |= 1
        let list = unsafe links + row * (1 + IndexLayout.mostLinks)
        let degree = unsafe Int(list[0])
        var fresh = 0
        for i in 1..<(1 + degree) {
          let neighbour = unsafe list[i]
          let (word, bit) = (Int(neighbour >> 6), UInt64(1) << UInt64(neighbour & 63))
          guard unsafe seen[word] & bit == 0 else { continue }
          unsafe seen[word] |= bit
          unsafe batch[fresh] = neighbour
          fresh &+= 1
        }
        unsafe nearest_gather(query, codes, batch, fresh, squares)
        var lowest = cursor + 1
        for i in 0..<fresh {
          let (found, square) = unsafe (batch[i], squares[i])
          visit(found, square)
          let entry = Self.entry(found, square)
          if size == width, unsafe entry >= pool[size - 1] { continue }
          var place = size < width ? size : size - 1
          while place > 0, unsafe pool[place - 1] > entry {
            unsafe pool[place] = pool[place - 1]
            place &-= 1
          }
          unsafe pool[place] = entry
          if size < width { size &+= 1 }
          if place < lowest { lowest = place }
        }
        cursor = lowest
      }
      return size
    }
  }

  /// Distance above, row below, and the lowest bit for "looked at".
  static func entry(_ row: UInt32, _ square: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: square)) << 32 | UInt64(row) << 1
  }

  /// The row of an entry.
  static func row(_ entry: UInt64) -> Int { Int((entry >> 1) & 0x7FFF_FFFF) }

  /// The squared distance of an entry, in steps.
  static func square(_ entry: UInt64) -> Int32 { Int32(bitPattern: UInt32(entry >> 32)) }
}

extension Scratch {
  /// Lends the buffers as bare addresses; `body` returns the pool's size.
  fileprivate mutating func withPointers(
    width: Int,
    _ body: (
      UnsafeMutablePointer<UInt64>, Int, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt32>,
      UnsafeMutablePointer<Int32>
    ) -> Int
  ) {
    var size = pool.count
    if pool.count < width {
      pool += [UInt64](repeating: .max, count: width - pool.count)
    }
    unsafe pool.withUnsafeMutableBufferPointer { pool in
      unsafe seen.withUnsafeMutableBufferPointer { seen in
        unsafe rows.withUnsafeMutableBufferPointer { rows in
          unsafe squares.withUnsafeMutableBufferPointer { squares in
            guard let pool = pool.baseAddress, let seen = seen.baseAddress,
              let rows = rows.baseAddress, let squares = squares.baseAddress
            else { return }
            size = unsafe body(pool, size, seen, rows, squares)
          }
        }
      }
    }
    pool.removeLast(pool.count - size)
  }
}

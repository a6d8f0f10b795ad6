/// An index as it lies in memory or in a file: every row's id, vector, code and links.
///
/// It never changes; any number of searches may read it at a time.
@safe public final class IndexImage: @unchecked Sendable {
  let memory: IndexMemory
  let header: IndexHeader
  let ids: UnsafeMutablePointer<UInt8>
  let order: UnsafeMutablePointer<UInt32>
  let vectors: UnsafeMutablePointer<Float>
  let codes: UnsafeMutablePointer<Int8>
  let spread: UnsafeMutablePointer<Float>
  /// 33 words a row: how many neighbours, and which.
  let links: UnsafeMutablePointer<UInt32>
  let scratches = ScratchPool()

  /// Tracks in it.
  public var count: Int { header.count }
  /// Whether it can be searched without looking at every row.
  public var hasGraph: Bool { header.hasGraph }
  /// Which changes of which catalogue it knows.
  public var stamp: IndexStamp { header.stamp }
  /// Its size in memory and on disk.
  public var byteCount: Int { memory.count }

  /// Bytes whose header and layout fit each other.
  init(_ memory: IndexMemory, _ header: IndexHeader) {
    let layout = header.layout
    precondition(memory.count == layout.byteCount, "the memory of a layout")
    self.memory = memory
    self.header = header
    let bytes = unsafe memory.bytes
    func section<T>(_ offset: Int, _ type: T.Type) -> UnsafeMutablePointer<T> {
      // The layout has at least a header, so there is an address.
      unsafe (bytes.baseAddress.unsafelyUnwrapped + offset).assumingMemoryBound(to: type)
    }
    unsafe ids = section(layout.ids, UInt8.self)
    unsafe order = section(layout.order, UInt32.self)
    unsafe vectors = section(layout.vectors, Float.self)
    unsafe codes = section(layout.codes, Int8.self)
    unsafe spread = section(layout.spread, Float.self)
    unsafe links = section(min(layout.links, layout.byteCount), UInt32.self)
  }

  /// Opens a file that was published, every byte checked.
  ///
  /// O(size), at the speed of memory.
  ///
  /// - Throws: why it cannot be used.
  public convenience init(opening path: String) throws(IndexFault) {
    let memory = try IndexMemory(mapping: path)
    let header = try IndexHeader(memory.prefix(IndexLayout.headerBytes))
    guard memory.count == header.layout.byteCount, memory.checksum == header.checksum
    else { throw .damaged }
    self.init(memory, header)
  }

  /// Writes it to a file; killed at any instant, the old file or the new one is there.
  ///
  /// - Throws: `io`.
  public func publish(at path: String) throws(IndexFault) { try memory.publish(at: path) }

  /// The id of a row.
  func id(_ row: Int) -> String {
    let start = unsafe ids + row * IndexLayout.idBytes
    let bytes = unsafe UnsafeBufferPointer(start: start, count: IndexLayout.idBytes)
    return unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The row of an id; nil if it is not here: O(log n).
  func row(of id: String) -> Int? {
    let wanted = Array(id.utf8)
    guard !wanted.isEmpty, wanted.count <= IndexLayout.idBytes else { return nil }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if unsafe Self.precedes(ids + Int(order[middle]) * IndexLayout.idBytes, wanted) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < count else { return nil }
    let row = unsafe Int(order[low])
    return self.id(row) == id ? row : nil
  }

  private static func precedes(_ id: UnsafePointer<UInt8>, _ wanted: [UInt8]) -> Bool {
    for i in 0..<IndexLayout.idBytes {
      let (a, b) = unsafe (id[i], i < wanted.count ? wanted[i] : 0)
      if a != b { return a < b }
    }
    return false
  }

  /// The point of a row.
  func embedding(_ row: Int) -> Embedding {
    let start = unsafe vectors + row * Embedding.dimensions
    return Embedding(
      unchecked: unsafe Array(UnsafeBufferPointer(start: start, count: Embedding.dimensions)))
  }

  /// Mean distance of a row to its nearest 32; nil where it is not known.
  func spread(_ row: Int) -> Double? {
    let value = unsafe spread[row]
    return value > 0 ? Double(value) : nil
  }
}

/// Where what lies in an index: a header, then one section behind the other.
///
/// Each begins at a multiple of 64 bytes; numbers are little-endian.
///
/// | section | of each row |
/// |---|---|
/// | ids | the id's bytes, filled with zeros up to 24 |
/// | order | in the order of the ids: a row (32 bits) |
/// | vectors | 128 floats |
/// | codes | 128 signed bytes: the vector in steps of `scale` |
/// | spread | mean distance to the nearest 32 (float); 0 where not known |
/// | links | the number of neighbours and 32 rows (33 × 32 bits); nothing without a graph |
struct IndexLayout: Equatable {
  /// Rises with every change to what the bytes mean.
  static let format: UInt32 = 1
  /// "ASNN" as a little-endian number.
  static let magic: UInt32 = 0x4E4E_5341
  static let headerBytes = 128
  static let idBytes = 24
  /// Neighbours of a row at most.
  ///
  /// chosen: twice the 16 that a new row is linked to, as Malkov and Yashunin (2018, §4.1) advise.
  static let mostLinks = 32
  /// chosen: a cache line.
  private static let alignment = 64

  let count: Int
  let hasGraph: Bool

  var ids: Int { Self.headerBytes }
  var order: Int { Self.aligned(ids + count * Self.idBytes) }
  var vectors: Int { Self.aligned(order + count * 4) }
  var codes: Int { Self.aligned(vectors + count * Embedding.dimensions * 4) }
  var spread: Int { Self.aligned(codes + count * Embedding.dimensions) }
  var links: Int { Self.aligned(spread + count * 4) }
  var byteCount: Int {
    hasGraph ? Self.aligned(links + count * (1 + Self.mostLinks) * 4) : links
  }

  private static func aligned(_ offset: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }
}

/// The first 128 bytes of an index.
struct IndexHeader: Equatable {
  var count = 0
  var hasGraph = false
  /// A code's step.
  var scale: Float = 0
  /// The farthest that any vector lies from its code.
  var error: Float = 0
  /// Which catalogue it was made from, and up to which of its changes.
  var stamp = IndexStamp()
  /// Of all bytes behind the header.
  var checksum: UInt64 = 0

  var layout: IndexLayout { IndexLayout(count: count, hasGraph: hasGraph) }

  /// 128 bytes, the last eight the checksum of those before.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func put(_ value: UInt64, _ count: Int) {
      for i in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * i))) }
    }
    put(UInt64(IndexLayout.magic), 4)
    put(UInt64(IndexLayout.format), 4)
    put(UInt64(SpaceVersion.current), 4)
    put(UInt64(Embedding.dimensions), 4)
    put(UInt64(count), 8)
    put(hasGraph ? 1 : 0, 8)
    put(UInt64(scale.bitPattern), 4)
    put(UInt64(error.bitPattern), 4)
    put(stamp.epoch, 8)
    put(UInt64(bitPattern: stamp.sequence), 8)
    put(checksum, 8)
    put(UInt64(layout.byteCount), 8)
    bytes += [UInt8](repeating: 0, count: IndexLayout.headerBytes - 8 - bytes.count)
    put(FNV1a.hash(bytes), 8)
    return bytes
  }

  init() {}

  /// - Throws: `notAnIndex`, `otherFormat`, `otherSpace` or `damaged`.
  init(_ bytes: [UInt8]) throws(IndexFault) {
    func number(_ offset: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
    guard bytes.count >= IndexLayout.headerBytes, number(0, 4) == UInt64(IndexLayout.magic)
    else { throw .notAnIndex }
    // The version comes before the checksum: another version may keep it elsewhere.
    guard number(4, 4) == UInt64(IndexLayout.format) else {
      throw .otherFormat(Int(number(4, 4)))
    }
    let body = IndexLayout.headerBytes - 8
    guard number(body, 8) == FNV1a.hash(bytes[..<body]) else { throw .damaged }
    guard number(8, 4) == UInt64(SpaceVersion.current),
      number(12, 4) == UInt64(Embedding.dimensions)
    else { throw .otherSpace(Int(number(8, 4))) }
    // Rows are numbered in 32 bits, and one of those is a mark.
    guard number(16, 8) < 1 << 31 else { throw .damaged }
    count = Int(number(16, 8))
    hasGraph = number(24, 8) == 1
    scale = Float(bitPattern: UInt32(truncatingIfNeeded: number(32, 4)))
    error = Float(bitPattern: UInt32(truncatingIfNeeded: number(36, 4)))
    stamp = IndexStamp(epoch: number(40, 8), sequence: Int64(bitPattern: number(48, 8)))
    checksum = number(56, 8)
    guard number(64, 8) == UInt64(layout.byteCount) else { throw .damaged }
  }
}

/// How far an index has followed its catalogue.
public struct IndexStamp: Sendable, Equatable {
  /// Which catalogue: drawn at random when that was made.
  public var epoch: UInt64
  /// The last of its changes that the index knows.
  public var sequence: Int64

  public init(epoch: UInt64 = 0, sequence: Int64 = 0) {
    self.epoch = epoch
    self.sequence = sequence
  }
}

/// Why a file is not the index that was looked for; each is remedied by building it anew.
public enum IndexFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no file.
  case missing
  /// The system's error number.
  case io(Int32)
  /// Another kind of file, or not even a header.
  case notAnIndex
  /// Of another program version.
  case otherFormat(Int)
  /// For another version of the similarity space.
  case otherSpace(Int)
  /// A checksum or the length does not fit.
  case damaged
  /// Of another catalogue, or of a later state of this one.
  case otherCatalogue
  /// An id is longer than 24 bytes, or empty.
  case unfitID

  /// Stable, for scripts.
  public var code: String {
    switch self {
    case .missing: "index_missing"
    case .io: "index_unreadable"
    case .notAnIndex: "index_foreign"
    case .otherFormat, .otherSpace: "index_other_version"
    case .damaged: "index_damaged"
    case .otherCatalogue: "index_other_catalogue"
    case .unfitID: "index_unfit_id"
    }
  }

  public var description: String {
    switch self {
    case .missing: "The library has no similarity index yet."
    case .io(let number): "The similarity index cannot be read or written (system error \(number))."
    case .notAnIndex: "The similarity index is another kind of file."
    case .otherFormat(let version): "The similarity index is of format \(version)."
    case .otherSpace(let version): "The similarity index is for version \(version) of the space."
    case .damaged: "The similarity index is damaged."
    case .otherCatalogue: "The similarity index is of another state of the catalogue."
    case .unfitID: "A track's id does not fit into the similarity index."
    }
  }
}

/// Twelve numbers that lie where they are kept, not behind a reference.
///
/// A file of ten hours has half a million segments with two sets of them each.
public struct TwelveValues: Sendable, Equatable, RandomAccessCollection {
  private var storage: InlineArray<12, Float>

  /// The first twelve of `values`; 0 in the place of missing ones.
  public init(_ values: some Sequence<Float>) {
    storage = InlineArray(repeating: 0)
    for (index, value) in values.prefix(12).enumerated() { storage[index] = value }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { 12 }
  public subscript(position: Int) -> Float { storage[position] }

  public static func == (a: Self, b: Self) -> Bool { a.elementsEqual(b) }
}

extension TwelveValues: Codable {
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var values: [Float] = []
    while !container.isAtEnd { values.append(try container.decode(Float.self)) }
    self.init(values)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for value in self { try container.encode(value) }
  }
}

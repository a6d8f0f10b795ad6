/// Where in a rendition's file to begin reading in order to hear from a given frame on.
///
/// Entries are at most a second apart and point at the start of an Ogg page on which no packet is
/// continued: a decoder that has the three header packets and starts there puts out `frame` first.
public struct SeekTable: Sendable, Equatable, Codable {
  public struct Entry: Sendable, Equatable, Codable {
    /// Frame of the rendition, from 0.
    public let frame: Int
    /// Bytes from the start of the file.
    public let offset: Int
  }

  public let sampleRate: Int
  /// In rising order of both numbers; the first is the first page of audio.
  public private(set) var entries: [Entry] = []

  init(sampleRate: Int) { self.sampleRate = sampleRate }

  /// The last entry at or before `frame`.
  public func entry(forFrame frame: Int) -> Entry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].frame <= frame { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? entries[low - 1] : entries.first
  }

  /// The last entry at or before `seconds`.
  public func entry(forTime seconds: Double) -> Entry? {
    entry(forFrame: Int((seconds * Double(sampleRate)).rounded(.down)))
  }

  mutating func append(frame: Int, offset: Int) {
    entries.append(Entry(frame: frame, offset: offset))
  }

  /// The table of the same pages behind a header that is longer by `bytes`.
  func moved(by bytes: Int) -> Self {
    var moved = self
    moved.entries = entries.map { Entry(frame: $0.frame, offset: $0.offset + bytes) }
    return moved
  }

  // Written as two rows of numbers rather than a list of pairs: a third of the text.
  private enum CodingKeys: String, CodingKey {
    case sampleRate
    case frames
    case offsets
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    sampleRate = try container.decode(Int.self, forKey: .sampleRate)
    let frames = try container.decode([Int].self, forKey: .frames)
    let offsets = try container.decode([Int].self, forKey: .offsets)
    guard frames.count == offsets.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .offsets, in: container, debugDescription: "one offset for each frame")
    }
    entries = zip(frames, offsets).map { Entry(frame: $0, offset: $1) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sampleRate, forKey: .sampleRate)
    try container.encode(entries.map(\.frame), forKey: .frames)
    try container.encode(entries.map(\.offset), forKey: .offsets)
  }
}

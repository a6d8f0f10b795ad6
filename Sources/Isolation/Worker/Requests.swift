/// What a helper is asked, message by message.
struct Requests: ~Copyable {
  private let channel: Descriptor

  init(_ channel: consuming Descriptor) { self.channel = channel }

  /// The next message; nil where the other side has hung up, or speaks another language.
  mutating func next() -> (kind: FrameHeader.Kind, bytes: [UInt8])? {
    guard let head = read(FrameHeader.length), let header = FrameHeader(head),
      let bytes = read(header.count)
    else { return nil }
    return (header.kind, bytes)
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var position = 0
    while position < count {
      guard case .moved(let length) = channel.read(&bytes, from: position) else { return nil }
      position += length
    }
    return bytes
  }
}

/// The comment header packet (Vorbis I, §5.2).
enum VorbisComments {
  /// A field name is ASCII from space to `}` without `=` (Vorbis I, §5.2.2).
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { (0x20...0x7D).contains($0) && $0 != 0x3D }
  }

  /// The packet that holds `comments` in their order.
  static func packet(vendor: String, _ comments: [(name: String, value: String)]) -> [UInt8] {
    var packet: [UInt8] = [3] + Array("vorbis".utf8)
    func append(_ text: String) {
      let bytes = Array(text.utf8)
      append(bytes.count)
      packet += bytes
    }
    func append(_ count: Int) {
      for shift in [0, 8, 16, 24] { packet.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
    append(vendor)
    append(comments.count)
    for comment in comments { append("\(comment.name)=\(comment.value)") }
    packet.append(1)  // framing bit
    return packet
  }

  /// The vendor string of a comment packet, empty where the packet is too short.
  static func vendor(of packet: [UInt8]) -> String {
    guard packet.count >= 11 else { return "" }
    let count = (0..<4).reduce(0) { $0 | Int(packet[7 + $1]) << (8 * $1) }
    guard count <= packet.count - 11 else { return "" }
    return String(decoding: packet[11..<11 + count], as: UTF8.self)
  }
}

internal import FoundationEssentials

/// Messages as JSON.
enum Wire {
  /// Bytes that a message of the helper may have, samples and pictures aside.
  ///
  /// chosen: the tags of a file are bounded to 256 KiB, of which JSON can make six times as much.
  static let longestMessage = 8 << 20

  static func bytes(_ message: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Nothing in the messages refuses to be encoded; were it so, the other side would refuse this.
    return (try? encoder.encode(message)).map { Array($0) } ?? []
  }

  /// Nil where `bytes` are no such message.
  static func message<Message: Decodable>(_ bytes: [UInt8]) -> Message? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(Message.self, from: Data(bytes))
  }
}

internal import Decoding
package import Sound

/// A request as a listener sees it.
package enum ServiceRequest {
  case decode(SourcePath)
  case readTags(SourcePath)
  case fitCover
}

/// What a helper says, message by message.
package struct ServiceReplies: ~Copyable {
  private let channel: Descriptor
  /// Whether somebody still listens.
  private(set) var isOpen = true

  init(_ channel: consuming Descriptor) { self.channel = channel }

  mutating func send(_ kind: FrameHeader.Kind, _ message: some Encodable) {
    send(kind, bytes: Wire.bytes(message))
  }

  mutating func send(_ kind: FrameHeader.Kind, bytes: [UInt8]) {
    write(FrameHeader(kind, count: bytes.count).bytes + bytes)
  }

  /// Begins a stream of `format`, as the header of a 16-bit WAV file would.
  package mutating func begin(_ format: PCMFormat) {
    let sample = SampleFormat(kind: .integer, bits: 16, container: "wav", codec: "pcm")
    send(.header, StreamHeader(kind: .wav, format: format, sampleFormat: sample))
  }

  package mutating func send(_ block: PCMBlock) {
    let count = block.frames * block.channels.count * MemoryLayout<Float>.size
    write(FrameHeader(.samples, count: count).bytes)
    for channel in block.channels where isOpen { isOpen = self.channel.write(channel) }
  }

  /// Writes `bytes` as they are.
  package mutating func write(_ bytes: [UInt8]) {
    if isOpen { isOpen = channel.write(bytes) }
  }
}

internal import CSndfile
internal import Sound

/// A FLAC stream (RFC 9639), decoded by libFLAC.
///
/// After damage libFLAC finds the next whole frame and puts silence in the place of what was lost, so
/// that everything after it stays where it was; this class counts how much that is.
final class FLACStream: SampleStream {
  private(set) var header = StreamHeader(
    format: PCMFormat(sampleRate: SampleRate(hertz: 1), channels: 1),
    sampleFormat: SampleFormat(kind: .integer, bits: nil, container: "flac", codec: "flac"))
  /// As STREAMINFO has them, before they are held against any limit.
  private(set) var sampleRate = 0
  private(set) var channels = 0
  private(set) var bits = 0
  private var declaredFrames = 0
  private var hasChecksum = false

  private let pages: HeaderFindings?
  private let file: SharedFile
  private let decoder: FLACDecoderHandle
  private var input = ByteSupply()
  private(set) var failure: FileFault?

  /// What one step of the decoder gave.
  ///
  /// A run of silence in the place of lost frames, then frames with sound, a channel an array. The
  /// first `delivered` of both have been handed on.
  private var silence = 0
  private var pending: [[Float]] = []
  private var pendingFrames = 0
  private var delivered = 0
  private var scale: Float = 1

  private var loss = FrameLoss()
  private var hasEnded = false
  private var checksumAgrees = true

  /// The signature, a block header and STREAMINFO: 4 + 4 + 34 bytes (RFC 9639 §8).
  static let shortestHeader = 42

  /// Bytes in front of the audio.
  private(set) var metadataBytes = 0

  /// Nil where libFLAC finds no STREAMINFO, or cannot be had.
  ///
  /// Where the stream stands in an Ogg file, `pages` is what the pages around it say.
  init?(_ file: SharedFile, pages: HeaderFindings? = nil) {
    guard let decoder = FLACDecoderHandle() else { return nil }
    self.file = file
    self.decoder = decoder
    self.pages = pages
    guard self.decoder.begin(self, isOgg: pages != nil), self.decoder.readMetadata(), channels > 0
    else { return nil }
    metadataBytes = bytePosition
  }

  /// Settles the format once the header has been held against the limits, and decodes the first frame;
  /// false where there is none.
  func start() -> Bool {
    header.format = PCMFormat(sampleRate: SampleRate(hertz: sampleRate), channels: channels)
    header.sampleFormat = SampleFormat(
      kind: .integer, bits: bits, container: pages == nil ? "flac" : "ogg", codec: "flac")
    header.declaredFrames = declaredFrames == 0 ? nil : declaredFrames
    // 2^(1−bits), exact.
    scale = 1 / Float(sign: .plus, exponent: bits - 1, significand: 1)
    pending = Array(repeating: [], count: channels)
    return refill()
  }

  func read(into block: inout PCMBlock, frames: Int) throws(FileFault) {
    for index in block.channels.indices { block.channels[index].removeAll(keepingCapacity: true) }
    var filled = 0
    while filled < frames, delivered < silence + pendingFrames || refill() {
      let quiet = max(0, min(frames - filled, silence - delivered))
      let start = delivered + quiet - silence
      let count = max(0, min(frames - filled - quiet, pendingFrames - start))
      for index in block.channels.indices {
        if quiet > 0 {
          block.channels[index].append(contentsOf: repeatElement(0, count: quiet))
        }
        if count > 0 {
          block.channels[index].append(contentsOf: pending[index][start..<(start + count)])
        }
      }
      delivered += quiet + count
      filled += quiet + count
    }
    if let failure { throw failure }
  }

  /// Decodes until a frame has come; false at the end.
  private func refill() -> Bool {
    silence = 0
    pendingFrames = 0
    delivered = 0
    while silence + pendingFrames == 0, !hasEnded {
      if !decoder.advance() {
        hasEnded = true
        checksumAgrees = decoder.finish()
      }
    }
    return silence + pendingFrames > 0
  }

  func conclusion(framesRead: Int) -> StreamConclusion {
    var conclusion = StreamConclusion()
    let rate = header.format.sampleRate
    if hasChecksum, checksumAgrees, framesRead > 0, loss.isNone {
      conclusion.integrity = .verified
      if let declared = header.declaredFrames, declared != framesRead {
        conclusion.notes.append(
          DecodingNote(
            kind: .contradictoryHeader,
            sentence: "The header declares \(declared) frames, but the checksum proves that the "
              + "\(framesRead) in the file are all."))
      }
      return conclusion
    }
    conclusion.damage = loss.damage(rate: rate)
    if let declared = header.declaredFrames, framesRead + loss.beforeFirst < declared {
      conclusion.damage.append(
        .truncated(
          declared: declared, present: framesRead, rate: rate, offset: file.file.stamp.size))
    }
    // A stream that does not say how long it is, and ends in something that is no frame, was cut.
    let isCut = pages?.lacksEnd ?? loss.endsInError
    if header.declaredFrames == nil, isCut {
      conclusion.damage.append(.brokenOff(offset: file.file.stamp.size))
    }
    if hasChecksum, !checksumAgrees, conclusion.damage.isEmpty {
      conclusion.damage.append(.checksumMismatch)
    }
    conclusion.integrity = conclusion.damage.isEmpty ? .unverifiable : .failed
    return conclusion
  }
}

// What libFLAC calls, through the functions beside its handle.
extension FLACStream {
  var bytePosition: Int { input.position }
  var isAtEnd: Bool { input.position >= file.file.stamp.size }

  /// Copies the next bytes of the file to `room`; nil where they cannot be read.
  func supply(_ room: UnsafeMutableRawBufferPointer) -> Int? {
    do throws(FileFault) {
      return try unsafe input.copy(from: file.file, to: room)
    } catch {
      failure = error
      return nil
    }
  }

  func take(_ info: FLAC__StreamMetadata_StreamInfo) {
    sampleRate = Int(info.sample_rate)
    channels = Int(info.channels)
    bits = Int(info.bits_per_sample)
    declaredFrames = Int(info.total_samples)
    hasChecksum = unsafe withUnsafeBytes(of: info.md5sum) { md5 in unsafe md5.contains { $0 != 0 } }
  }

  func noteError() { loss.noteError(at: bytePosition) }

  /// Takes one frame.
  ///
  /// After damage several come in one step: silence for what was lost, then the first whole one.
  func take(_ samples: FrameSamples, at position: Int) {
    let length = samples.length
    let isLost = loss.takeFrame(at: position, length: length) { samples.isSilent }
    if isLost, pendingFrames == 0 {
      silence += length
      return
    }
    for index in pending.indices {
      let missing = pendingFrames + length - pending[index].count
      if missing > 0 { pending[index].append(contentsOf: repeatElement(0, count: missing)) }
      samples.copy(channel: index, scaledBy: scale, to: &pending[index], at: pendingFrames)
    }
    pendingFrames += length
  }

  /// A frame of another depth or number of channels than the header's: a leftover of another stream,
  /// or damage that no checksum caught.
  func skipForeignFrame(length: Int) {
    noteError()
    _ = loss.takeFrame(at: loss.expected, length: length) { true }
    if pendingFrames == 0 { silence += length }
  }
}

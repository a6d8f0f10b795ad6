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
  /// Where a second stream begins behind the first.
  private var nextStream: Int?
  /// The length of the frame before in the same step, where it does not count as lost.
  ///
  /// A step gives one frame of the file, the last; those before it stand for lost ones.
  private var uncounted: Int?
  private var hasCounted = false
  /// As the first frame has it; STREAMINFO may have been edited.
  private var frameRate: Int?

  /// Seconds between two frames, by their numbers, that are believed to be lost.
  ///
  /// chosen: 10 min; past that it is more likely that the number is wrong.
  private static let longestGap = 600

  /// The signature, a block header and STREAMINFO: 4 + 4 + 34 bytes (RFC 9639 §8).
  static let shortestHeader = 42

  /// Whether the file ends before the audio begins.
  private(set) var isHeaderCut = false

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
    guard self.decoder.begin(self, isOgg: pages != nil) else { return nil }
    isHeaderCut = !self.decoder.readMetadata()
    guard channels > 0 else { return nil }
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
      (uncounted, hasCounted) = (nil, false)
      nextStream = beginningOfNextStream()
      if nextStream != nil || !decoder.advance() {
        hasEnded = true
        checksumAgrees = decoder.finish()
      }
    }
    return silence + pendingFrames > 0
  }

  /// Where another file begins when all frames of this one have come: files that were joined without
  /// a thought.
  private func beginningOfNextStream() -> Int? {
    guard declaredFrames > 0, loss.expected == declaredFrames, pages == nil,
      let position = decoder.position(),
      let head = try? file.file.bytes(at: position, count: 4), head.elementsEqual("fLaC".utf8)
    else { return nil }
    return position
  }

  func conclusion(framesRead: Int) -> StreamConclusion {
    var conclusion = StreamConclusion()
    if let nextStream {
      conclusion.notes.append(
        DecodingNote(
          kind: .longerThanDeclared,
          sentence: "Another FLAC stream begins at byte \(nextStream) and was left out."))
    }
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
    silencePending()
    silence += loss.takeGap(
      before: position, length: length, end: header.declaredFrames,
      longest: Self.longestGap * header.format.sampleRate.hertz, isNewPlace: !hasCounted)
    if loss.takeFrame(at: position, length: length, isSilent: { samples.isSilent }) {
      silence += length
      return
    }
    uncounted = length
    for index in pending.indices {
      let missing = length - pending[index].count
      if missing > 0 { pending[index].append(contentsOf: repeatElement(0, count: missing)) }
      samples.copy(channel: index, scaledBy: scale, to: &pending[index], at: 0)
    }
    pendingFrames = length
  }

  /// What came before in the same step stands for lost frames.
  private func silencePending() {
    if let uncounted {
      loss.takeBack(length: uncounted, isNewPlace: !hasCounted)
      hasCounted = true
    }
    uncounted = nil
    silence += pendingFrames
    pendingFrames = 0
  }

  /// Whether a frame is of this stream, by its header.
  func isOwn(_ frame: FLAC__FrameHeader) -> Bool {
    let rate = frameRate ?? Int(frame.sample_rate)
    frameRate = rate
    return Int(frame.channels) == channels && Int(frame.bits_per_sample) == bits
      && Int(frame.sample_rate) == rate
  }

  /// A frame of another depth, rate or number of channels: a leftover of another stream, or damage that
  /// no checksum caught.
  func skipForeignFrame(length: Int) {
    silencePending()
    noteError()
    _ = loss.takeFrame(at: loss.expected, length: length) { true }
    silence += length
  }
}

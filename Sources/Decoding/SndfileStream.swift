internal import CSndfile
internal import Sound

/// A stream decoded by libsndfile.
final class SndfileStream: SampleStream {
  let header: StreamHeader
  private let handle: SndfileHandle
  /// Frames after which the stream ends, whatever the file holds.
  private let limit: Int
  private var position = 0
  private var interleaved: [Float] = []
  private let known: HeaderFindings

  /// Ends after `limit` frames at the latest; `known` is what a look at the header found out.
  init(
    _ handle: consuming SndfileHandle, header: StreamHeader, limit: Int = .max,
    known: HeaderFindings = HeaderFindings()
  ) {
    self.header = header
    self.handle = handle
    self.limit = limit
    self.known = known
  }

  func read(into block: inout PCMBlock, frames: Int) throws(FileFault) {
    let wanted = min(frames, limit - position)
    let channels = header.format.channels
    if interleaved.count < wanted * channels {
      interleaved = [Float](repeating: 0, count: wanted * channels)
    }
    // libsndfile answers with less than was asked for only at the end.
    let count = wanted > 0 ? max(0, handle.read(into: &interleaved, frames: wanted)) : 0
    if count < wanted, handle.hasSystemError { throw .io(FileFault.ioErrorNumber) }
    Interleaving.deinterleave(interleaved, count: count, into: &block)
    position += count
  }

  func conclusion(framesRead: Int) -> StreamConclusion {
    var conclusion = StreamConclusion()
    conclusion.notes = known.notes
    let declared = known.declaredFrames(present: framesRead) ?? header.declaredFrames
    if let declared, framesRead < declared {
      conclusion.damage.append(
        .truncated(
          declared: declared, present: framesRead, rate: header.format.sampleRate,
          offset: known.fileSize))
    } else if known.lacksEnd {
      conclusion.damage.append(.brokenOff(offset: known.fileSize))
    }
    if !conclusion.damage.isEmpty { conclusion.integrity = .failed }
    return conclusion
  }
}

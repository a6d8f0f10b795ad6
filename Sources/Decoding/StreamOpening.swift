internal import CSndfile
internal import Sound

/// Chooses the decoder for a file and holds its header against the limits.
struct StreamOpening {
  struct Opened {
    let file: SharedFile
    let kind: FileKind
    let stream: any SampleStream
  }

  private let path: SourcePath
  private let limits: DecodingLimits
  private var name: String { path.name }

  init(_ path: SourcePath, limits: DecodingLimits) {
    self.path = path
    self.limits = limits
  }

  func open() throws(DecodingError) -> Opened {
    let (file, found) = try recognise()
    guard file.file.stamp.size > 0 else { throw .emptyFile(name: name) }
    guard let kind = found else { throw .notAudio(name: name, nil) }
    switch kind.standing {
    case .notAudio: throw .notAudio(name: name, kind)
    case .unsupportedAudio: throw .unsupportedFormat(name: name, kind.phrase)
    case .decodable: break
    }
    let stream: any SampleStream =
      switch kind {
      case .flac: try openFLAC(file)
      case .wav, .rf64, .bw64: try openWave(file, kind)
      default: try openOther(file, kind)
      }
    return Opened(file: file, kind: kind, stream: stream)
  }

  private func recognise() throws(DecodingError) -> (SharedFile, FileKind?) {
    do throws(FileFault) {
      let file = SharedFile(try RegularFile(path))
      return (file, try FileKind.recognise(file.file))
    } catch {
      throw .fault(error, name: name)
    }
  }

  private func openFLAC(
    _ file: SharedFile, pages: HeaderFindings? = nil
  ) throws(DecodingError) -> any SampleStream {
    let size = file.file.stamp.size
    guard let stream = FLACStream(file, pages: pages) else {
      if size <= FLACStream.shortestHeader { throw .truncatedHeader(name: name, offset: size) }
      throw .damagedHeader(name: name, "its STREAMINFO block cannot be read", offset: nil)
    }
    if stream.isHeaderCut { throw .truncatedHeader(name: name, offset: size) }
    try check(rate: stream.sampleRate, channels: stream.channels)
    guard stream.metadataBytes <= limits.maximumMetadataBytes else {
      throw .tooMuchMetadata(
        name: name, bytes: stream.metadataBytes, allowed: limits.maximumMetadataBytes)
    }
    guard stream.start() else {
      if let failure = stream.failure { throw .fault(failure, name: name) }
      throw .noAudioFrames(name: name)
    }
    return stream
  }

  private func openWave(
    _ file: SharedFile, _ kind: FileKind
  ) throws(DecodingError) -> any SampleStream {
    let wave = try WaveHeader(file.file, name: name, limits: limits)
    try check(rate: wave.sampleRate, channels: wave.channels)
    let raw: Int32
    switch (wave.encoding, wave.sampleBytes) {
    case (_, _) where wave.bits == 0 && !wave.isForeign:
      throw .damagedHeader(name: name, "it declares samples of 0 bits", offset: nil)
    case (.integer, 1): raw = Int32(SF_FORMAT_PCM_U8)
    case (.integer, 2): raw = Int32(SF_FORMAT_PCM_16)
    case (.integer, 3): raw = Int32(SF_FORMAT_PCM_24)
    case (.integer, 4): raw = Int32(SF_FORMAT_PCM_32)
    case (.float, 4): raw = Int32(SF_FORMAT_FLOAT)
    case (.float, 8): raw = Int32(SF_FORMAT_DOUBLE)
    case (.other(let tag), _): return try openForeignWave(file, kind, wave, tag: tag)
    default:
      throw .unsupportedFormat(name: name, "\(kind.phrase) of \(wave.bits)-bit samples")
    }
    let frames = wave.dataBytes / wave.frameBytes
    guard frames > 0 else { throw .noAudioFrames(name: name) }
    let rate = SampleRate(hertz: wave.sampleRate)
    try check(seconds: rate.seconds(frames))
    var info = SF_INFO()
    info.samplerate = Int32(wave.sampleRate)
    info.channels = Int32(wave.channels)
    let order = wave.isBigEndian ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE
    info.format = Int32(SF_FORMAT_RAW) | raw | Int32(order)
    let handle = try open(file, kind, raw: info)
    guard handle.skip(to: wave.dataOffset) else {
      throw .unsupportedFormat(name: name, "\(kind.phrase) of \(wave.bits)-bit samples")
    }
    return SndfileStream(
      handle, header: wave.streamHeader(kind), limit: frames,
      known: wave.findings(fileSize: file.file.stamp.size))
  }

  /// A WAV file in one of the compressed encodings that libsndfile knows.
  private func openForeignWave(
    _ file: SharedFile, _ kind: FileKind, _ wave: WaveHeader, tag: Int
  ) throws(DecodingError) -> any SampleStream {
    let encoding = "encoding 0x\(String(tag, radix: 16, uppercase: true))"
    let handle: SndfileHandle
    do throws(SndfileHandle.Refusal) {
      handle = try SndfileHandle(file.file)
    } catch {
      throw .unsupportedFormat(name: name, "\(kind.phrase) in \(encoding)")
    }
    return try stream(handle, kind, known: wave.findings(fileSize: file.file.stamp.size))
  }

  /// Everything whose header is left to libsndfile.
  private func openOther(
    _ file: SharedFile, _ kind: FileKind
  ) throws(DecodingError) -> any SampleStream {
    let known = try inspect { () throws(FileFault) in try Self.findings(file.file, kind) }
    if kind == .ogg {
      switch try inspect({ () throws(FileFault) in try OggInspection.codec(file.file) }) {
      case .flac: return try openFLAC(file, pages: known)
      case .vorbis, .opus: break
      case .other(let name?):
        throw .unsupportedFormat(name: self.name, "an Ogg file with \(name) in it")
      case .other(nil):
        throw .damagedHeader(name: name, "no codec that is known begins in it", offset: nil)
      }
    }
    if kind == .mp3 { try checkTag(file) }
    let handle = try open(file, kind)
    let isEstimate =
      kind == .mp3
      ? try !inspect { () throws(FileFault) in try MPEGInspection.counts(file.file) } : false
    return try stream(handle, kind, known: known, trustsLength: !isEstimate)
  }

  /// Holds the length of an ID3 tag in front against the file.
  private func checkTag(_ file: SharedFile) throws(DecodingError) {
    let length = try inspect { () throws(FileFault) in
      FileKind.tagLength(try file.file.bytes(at: 0, count: 10))
    }
    let size = file.file.stamp.size
    if length > size { throw .truncatedHeader(name: name, offset: size) }
    if length == size { throw .noAudioFrames(name: name) }
  }

  private func open(
    _ file: SharedFile, _ kind: FileKind, raw: SF_INFO? = nil
  ) throws(DecodingError) -> SndfileHandle {
    do throws(SndfileHandle.Refusal) {
      return try SndfileHandle(file.file, raw: raw)
    } catch {
      switch error {
      case .unknown:
        throw .unsupportedFormat(name: name, "\(kind.phrase) in an encoding that is not known")
      case .malformed:
        throw .damagedHeader(
          name: name, "it breaks the rules of \(kind.phrase)", offset: nil)
      case .system(let number):
        throw .fault(FileFault(number), name: name)
      }
    }
  }

  private static func findings(
    _ file: borrowing RegularFile, _ kind: FileKind
  ) throws(FileFault) -> HeaderFindings {
    kind == .ogg ? try OggInspection.findings(file) : try PayloadInspection.findings(file, kind)
  }

  private func stream(
    _ handle: consuming SndfileHandle, _ kind: FileKind, known: HeaderFindings,
    trustsLength: Bool = true
  ) throws(DecodingError) -> any SampleStream {
    let info = handle.info
    let channels = Int(info.channels)
    try check(rate: Int(info.samplerate), channels: channels)
    let frames = Int(info.frames)
    guard frames != 0 else { throw .noAudioFrames(name: name) }
    let layout = handle.channelMap().flatMap { Speakers.layout(map: $0) }
    let rate = SampleRate(hertz: Int(info.samplerate))
    // libsndfile's word for "not known" is the largest number.
    let isKnown = trustsLength && frames > 0 && frames < .max
    let header = StreamHeader(
      format: PCMFormat(sampleRate: rate, layout: layout ?? .standard(channels: channels)),
      sampleFormat: SndfileFormat(info).sampleFormat(kind), declaredFrames: isKnown ? frames : nil)
    return SndfileStream(handle, header: header, known: known)
  }

  private func check(rate: Int, channels: Int) throws(DecodingError) {
    guard limits.channels.contains(channels) else {
      throw .tooManyChannels(
        name: name, channels: channels, allowed: limits.channels.upperBound)
    }
    guard limits.sampleRates.contains(rate) else {
      throw .sampleRateOutOfRange(name: name, hertz: rate, allowed: limits.sampleRates)
    }
  }

  private func check(seconds: Double) throws(DecodingError) {
    guard seconds <= Double(limits.maximumSeconds) else {
      throw .tooLong(name: name, seconds: seconds, allowed: limits.maximumSeconds)
    }
  }

  private func inspect<Finding>(
    _ look: () throws(FileFault) -> Finding
  ) throws(DecodingError) -> Finding {
    do throws(FileFault) {
      return try look()
    } catch {
      throw .fault(error, name: name)
    }
  }
}

internal import Decoding
internal import Sound
internal import Tagging

/// The work of a helper process: reads files for its parent, one after the other.
///
/// Whatever happens to it, a bad file takes this process down and no other.
public struct DecodingService: ~Copyable {
  /// Where a helper finds its requests and puts its replies; 0, 1 and 2 are left to the C libraries,
  /// which print what they like.
  static let requestsDescriptor: Int32 = 3
  static let repliesDescriptor: Int32 = 4

  private var requests: Requests
  private var replies: ServiceReplies
  private var confinement: Confinement?

  init(requests: consuming Descriptor, replies: consuming Descriptor) {
    self.requests = Requests(requests)
    self.replies = ServiceReplies(replies)
  }

  /// Serves the process that started this one, until that ends; for nothing but a process that a
  /// `WorkerPool` has started.
  public static func run() {
    run { _, _ in false }
  }

  /// The same with a listener that may answer a request in the service's place, or misbehave.
  package static func run(
    interposing answer: (ServiceRequest, inout ServiceReplies) -> Bool
  ) {
    var service = DecodingService(
      requests: Descriptor(requestsDescriptor), replies: Descriptor(repliesDescriptor))
    guard let limits = service.greet() else { return }
    service.confinement = Confinement(limits, parent: requestsDescriptor)
    service.replies.send(.hello, HelloReply())
    service.serve(interposing: answer)
  }

  /// The limits that the parent asks for; nil where it speaks another language.
  mutating func greet() -> WorkerLimits? {
    guard let (kind, bytes) = requests.next(), kind == .hello,
      let hello: Hello = Wire.message(bytes), hello.magic == Hello.magic,
      hello.version == Hello.version
    else { return nil }
    return hello.limits
  }

  /// Answers requests until there are no more.
  mutating func serve(
    interposing answer: (ServiceRequest, inout ServiceReplies) -> Bool = { _, _ in false }
  ) {
    while replies.isOpen, let (kind, bytes) = requests.next() {
      confinement?.beginRequest()
      if !serve(kind, bytes, interposing: answer) { return }
      confinement?.endRequest()
    }
  }

  /// False where the request is none.
  private mutating func serve(
    _ kind: FrameHeader.Kind, _ bytes: [UInt8],
    interposing answer: (ServiceRequest, inout ServiceReplies) -> Bool
  ) -> Bool {
    switch kind {
    case .decode:
      guard let request: DecodeRequest = Wire.message(bytes) else { return false }
      let path = SourcePath(bytes: request.path)
      if !answer(.decode(path), &replies) {
        decode(path, request)
      }
    case .readTags:
      guard let request: TagsRequest = Wire.message(bytes) else { return false }
      let path = SourcePath(bytes: request.path)
      if !answer(.readTags(path), &replies) {
        readTags(path, request)
      }
    case .fitCover:
      guard let request: CoverRequest = Wire.message(bytes),
        let (kind, picture) = requests.next(), kind == .picture
      else { return false }
      if !answer(.fitCover, &replies) { fit(picture, request) }
    default: return false
    }
    return true
  }

  private mutating func decode(_ path: SourcePath, _ request: DecodeRequest) {
    do throws(Decoding.DecodingError) {
      var reader = try AudioFileReader(
        path, limits: request.limits, examining: request.examining)
      let header = StreamHeader(
        kind: reader.kind, format: reader.format, sampleFormat: reader.sampleFormat,
        declaredFrames: reader.declaredFrames)
      replies.send(.header, header)
      var block = PCMBlock(format: reader.format)
      while replies.isOpen {
        try reader.read(into: &block)
        if block.frames == 0 { break }
        replies.send(block)
        confinement?.allow(audioSeconds: reader.format.sampleRate.seconds(reader.framesRead))
      }
      // Nobody listens: what is left is not worth reading.
      guard replies.isOpen else { return }
      var report: DecodingReport?
      if request.examining { report = try reader.finish() } else { try reader.end() }
      replies.send(
        .end, StreamEnd(report: report, processorSeconds: confinement?.requestSeconds ?? 0))
    } catch {
      replies.send(.failure, ServiceFailure.decoding(error))
    }
  }

  private mutating func readTags(_ path: SourcePath, _ request: TagsRequest) {
    do {
      // By descriptor: a path need not be text, and what was a file may be a FIFO by now.
      let file = try RegularFile(path)
      var tags = try TagReader.read(
        path: "/proc/self/fd/\(file.descriptor)", limits: request.limits)
      if request.wantsCoverOnly { tags.pictures = tags.cover.map { [$0] } ?? [] }
      send(tags)
    } catch let fault as FileFault {
      replies.send(
        .failure, ServiceFailure.decoding(.fault(fault, name: path.name)))
    } catch TaggingError.unreadable(_, let errno) {
      replies.send(
        .failure,
        ServiceFailure.tagging(.unreadable(path: path.description, errno: errno)))
    } catch let error as TaggingError {
      replies.send(.failure, ServiceFailure.tagging(error))
    } catch {
      // Nothing else is thrown above; the parent takes silence for a breakdown.
      replies.write([])
    }
  }

  private mutating func fit(_ bytes: [UInt8], _ request: CoverRequest) {
    var picture = request.picture
    picture.bytes = bytes
    do throws(TaggingError) {
      let fitted = try CoverArt.fitted(picture, to: request.cover, allowing: request.limits)
      send(FileTags(pictures: [fitted]))
    } catch {
      replies.send(.failure, ServiceFailure.tagging(error))
    }
  }

  private mutating func send(_ tags: FileTags) {
    var bare = tags
    for index in bare.pictures.indices { bare.pictures[index].bytes = [] }
    replies.send(.tags, TagsReply(tags: bare))
    for picture in tags.pictures { replies.send(.picture, bytes: picture.bytes) }
  }
}

import Interchange
import NIOCore
import NIOHTTP1

/// Brings the heads of requests into the one form that the rest of the server reads, and answers what is no request.
final class HeadRules: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// How long a connection stays after its last answer; chosen: a refusal reaches a telephone in that time.
  private static let parting = TimeAmount.seconds(1)

  private let onRefusal: @Sendable (Int) -> Void
  /// The requests that are not answered yet, in their order.
  private var heads: [RequestHead] = []
  private var isReading = false
  /// Whether the last request came, or the last answer goes: what comes then is not looked at (RFC 9112 §9.6).
  private var isOver = false
  private var isSkipping = false
  /// What the parser could not read; it reads nothing more then.
  private var trouble: HTTPParserError?
  /// Whether an answer that nobody asked for is being written.
  private var isDropping = false
  /// Whether the answer that is being written is the last.
  private var isLeaving = false

  /// - Parameter onRefusal: is told the status of each refusal.
  init(onRefusal: @escaping @Sendable (Int) -> Void) { self.onRefusal = onRefusal }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let raw):
      isSkipping = isOver
      if isSkipping { return }
      let head = RequestHead(raw)
      isOver = head.isLast
      heads.append(head)
      isReading = true
      context.fireChannelRead(wrapInboundOut(.head(head.head)))
    case .body: if !isSkipping { context.fireChannelRead(data) }
    case .end:
      if isSkipping { return }
      isReading = false
      context.fireChannelRead(data)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Whoever reads a body hears what is wrong with it.
    guard let error = error as? HTTPParserError, !isReading else {
      context.fireErrorCaught(error)
      return
    }
    if trouble != nil { return }
    trouble = error
    if heads.isEmpty { refuse(error, context) }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var part = unwrapOutboundIn(data)
    if case .head(var head) = part {
      // To a body that breaks off after its request was answered the framework answers once more.
      isDropping = heads.isEmpty
      if let request = heads.first {
        if request.isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        // The end of the connection is the body's, where its length is not known before.
        if request.isOld, !head.headers.contains(name: "Content-Length") { head.version = .http1_0 }
        part = .head(head)
        isLeaving = head.headers[canonicalForm: "connection"].contains { $0 == "close" }
        isOver = isOver || isLeaving
      }
    }
    if isDropping {
      promise?.succeed(())
      return
    }
    context.write(wrapOutboundOut(part), promise: promise)
    guard case .end = part else { return }
    heads.removeFirst()
    if isLeaving {
      leave(context)
    } else if heads.isEmpty, let trouble {
      refuse(trouble, context)
    }
  }

  private func refuse(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let (status, code, words) = Self.answer(to: error)
    onRefusal(Int(status.code))
    let body: JSONValue = .object([
      "error": .object([
        "status": .integer(Int(status.code)), "code": .string(code), "message": .string(words),
      ])
    ])
    let bytes = body.utf8
    let head = HTTPResponseHead(
      version: .http1_1, status: status,
      headers: [
        "Content-Type": "application/json; charset=utf-8", "Content-Length": "\(bytes.count)",
        "Cache-Control": "no-store", "Connection": "close",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    leave(context)
  }

  /// Ends the connection so that the answer arrives, whatever the client still sends.
  private func leave(_ context: ChannelHandlerContext) {
    context.flush()
    context.close(mode: .output, promise: nil)
    let channel = context.channel
    channel.eventLoop.scheduleTask(in: Self.parting) { channel.close(promise: nil) }
  }

  private static func answer(
    to error: HTTPParserError
  ) -> (HTTPResponseStatus, code: String, words: String) {
    switch error {
    case .headerOverflow:
      (
        .requestHeaderFieldsTooLarge, "head_too_large",
        "The request's line and its headers are too long, or too many."
      )
    case .invalidVersion:
      (.httpVersionNotSupported, "http_version", "Only version 1 of HTTP is spoken here.")
    default: (.badRequest, "invalid_request", "The request is not well formed.")
    }
  }
}

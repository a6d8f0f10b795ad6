import Glibc
import NIOCore
import NIOHTTP1

/// Ends a connection: neither before what was said last is on its way, nor so late that the server could not close.
///
/// Closing a channel throws away what waits in it, up to some hundred kilobytes for a slow reader. Here the end waits
/// for them. Whoever takes nothing more, or sends nothing more of a request that the closing server still reads, is
/// given up.
final class Farewell: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// Bytes that the kernel holds unsent for a connection before it asks the server to wait.
  ///
  /// Chosen: without it the kernel takes 4 MB, which cost memory and hide for minutes whether a player still reads; with
  /// it one that plays 24 kbit/s moves something every 11 s.
  private static let unsent: CInt = 64 << 10
  /// How long a client may take to close after the last answer; chosen: a round trip round the world, several times.
  private static let parting = TimeAmount.seconds(2)
  /// Between two looks at whether something moves.
  private static let pause = TimeAmount.milliseconds(500)

  private let idle: TimeAmount
  private let patience: TimeAmount
  private let limit: TimeAmount
  private var context: ChannelHandlerContext?
  /// Parts of answers that the kernel has not taken.
  private var pending = 0
  /// What was asked for while there were such.
  private var wish: CloseMode?
  /// Whether a request's body is still coming.
  private var isReading = false
  private var isParting = false
  /// When the server has to be closed; nil while it is open.
  private var end: NIODeadline?
  private var watch: Scheduled<Void>?
  /// Bytes that waited at the last look, and when that last changed.
  private var left = 0
  private var moved = NIODeadline.now()

  /// - Parameters:
  ///   - idle: for a client that takes nothing, once the connection is to end.
  ///   - patience: for one that takes and sends nothing, once the server closes.
  ///   - limit: for whatever a client still wants, once the server closes.
  init(idle: TimeAmount, patience: TimeAmount, limit: TimeAmount) {
    (self.idle, self.patience, self.limit) = (idle, patience, limit)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let option = ChannelOptions.Types.SocketOption(
      level: .tcp, name: NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT))
    // Not every kernel knows it.
    try? context.channel.syncOptions?.setOption(option, value: SocketOptionValue(Self.unsent))
  }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  private func stop() {
    watch?.cancel()
    (watch, context) = (nil, nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What comes after the last answer would be done, and its answer lost.
    if isParting { return }
    moved = .now()
    switch unwrapInboundIn(data) {
    case .head: isReading = true
    case .body: break
    case .end: isReading = false
    }
    context.fireChannelRead(data)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent:
      moved = .now()
      end = moved + limit
      look()
    case ChannelEvent.inputClosed where isParting: context.close(promise: nil)
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    pending += 1
    let taken = promise ?? context.eventLoop.makePromise()
    taken.futureResult.assumeIsolated().whenComplete { _ in
      self.pending -= 1
      guard self.pending == 0, self.wish != nil, let context = self.context else { return }
      // Not from within the channel's own writing.
      context.eventLoop.assumeIsolated().execute { self.depart() }
    }
    context.write(data, promise: taken)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode != .input, pending > 0, context.channel.isActive else {
      context.close(mode: mode, promise: promise)
      return
    }
    context.channel.closeFuture.cascade(to: promise)
    if wish == nil { moved = .now() }
    wish = wish == .all ? .all : mode
    look()
  }

  /// Ends what was asked to end while answers were still waiting.
  private func depart() {
    guard let context, pending == 0, let mode = wish else { return }
    wish = nil
    context.close(mode: .output, promise: nil)
    guard mode == .all, self.context != nil else { return }
    // A reset would follow, and overtake the answer, were the socket closed while something comes in.
    isParting = true
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.parting) {
      self.context?.close(promise: nil)
    }
  }

  private func look() {
    guard let context, watch == nil, wish != nil || end != nil else { return }
    watch = context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
      self.watch = nil
      self.judge()
    }
  }

  private func judge() {
    guard let context else { return }
    let now = NIODeadline.now()
    let waiting =
      (try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
    // Where the client waits for the server, it is not the client that is slow.
    if waiting != left || (pending == 0 && !isReading) { moved = now }
    left = waiting
    if now - moved >= (end == nil ? idle : patience) || end.map({ now >= $0 }) == true {
      context.close(promise: nil)
    } else {
      look()
    }
  }
}

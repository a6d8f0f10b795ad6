import NIOCore

/// Notices that the other end of a connection is gone, for work that is not worth finishing then.
///
/// Belongs to the connection's event loop.
final class Departure: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private var isGone = false
  private var listener: (@Sendable () -> Void)?

  /// Calls `listener`, at most once, as soon as the other end is gone; nil ends that.
  fileprivate func tell(_ listener: (@Sendable () -> Void)?) {
    self.listener = listener
    if isGone { leave() }
  }

  private func leave() {
    isGone = true
    let listener = listener
    self.listener = nil
    listener?()
  }

  // Who closes its half alone would still hear an answer; of HTTP clients none is known that does, and one that was
  // killed looks the same.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { leave() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }
}

extension CallContext {
  /// Works as long as whoever asked is there: then `work` is cancelled.
  func whileThere<T: Sendable>(
    _ work: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    let task = Task { try await work() }
    tell { task.cancel() }
    defer { tell(nil) }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func tell(_ listener: (@Sendable () -> Void)?) {
    let channel = channel
    channel.eventLoop.execute {
      try? channel.pipeline.syncOperations.handler(type: Departure.self).tell(listener)
    }
  }
}

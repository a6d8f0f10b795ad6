import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection: the framework's own, and beside it two handlers for what HTTP/1.1 asks and the framework leaves out.
struct ConnectionChannel: ServerChildChannel {
  let base: HTTP1Channel
  let settings: ServerSettings
  /// Is told the status of what was refused before it was a request.
  let onRefusal: @Sendable (Int) -> Void

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    base.setup(channel: channel, logger: logger).flatMapThrowing { [settings, onRefusal] value in
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandlers(
        [
          Farewell(
            idle: .seconds(Int64(settings.idleSeconds)),
            patience: .seconds(Int64(settings.stallSeconds)),
            limit: .seconds(Int64(settings.closingSeconds))),
          HeadRules(onRefusal: onRefusal),
        ], position: .after(decoder))
      return value
    }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}

import Hummingbird
import NIOCore
import NIOHTTP1
import Synchronization

/// The body of a request whose sender waits to be asked for it (`Expect: 100-continue`, RFC 9110 §10.1.1): it is,
/// once somebody reads.
///
/// A request that is refused by its head is answered without: nobody sends a gigabyte for nothing.
final class InvitedBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  private let body: RequestBody
  private let channel: any Channel
  private let invited = Mutex(false)

  init(_ body: RequestBody, channel: any Channel) { (self.body, self.channel) = (body, channel) }

  /// Whether the sender was asked.
  var isInvited: Bool { invited.withLock { $0 } }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(whole: self, base: body.makeAsyncIterator())
  }

  private func invite() {
    let isLate = invited.withLock { isInvited in
      defer { isInvited = true }
      return isInvited
    }
    if isLate { return }
    let channel = channel
    channel.eventLoop.execute {
      // Past the encoder, which knows of one answer to a request only.
      let encoder = try? channel.pipeline.syncOperations.context(
        handlerType: HTTPResponseEncoder.self)
      let line = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
      encoder?.writeAndFlush(NIOAny(line), promise: nil)
    }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let whole: InvitedBody
    fileprivate var base: RequestBody.AsyncIterator

    // The framework is built without our default: what it is asked leaves the caller's actor.
    @concurrent mutating func next() async throws -> ByteBuffer? {
      whole.invite()
      return try await base.next()
    }
  }
}

import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Service

@Suite("What runs beside requests")
struct BesideTests {
  private struct Trouble: Error {}

  /// Who was at work, in their order.
  private final class Order: Sendable {
    private let list = Mutex<[Int]>([])

    var numbers: [Int] { list.withLock { $0 } }

    func add(_ number: Int) { list.withLock { $0.append(number) } }
  }

  @Test("work that fails comes again")
  func routine() async throws {
    let count = Mutex(0)
    let logger = Logger(label: "test") { JSONLog(label: $0, level: .critical) }
    let work = Task {
      await Routine(name: "a test", pause: .milliseconds(1), logger: logger).run {
        count.withLock { $0 += 1 }
        throw Trouble()
      }
    }
    while count.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(1)) }
    work.cancel()
    await work.value
  }

  @Test(
    "one works at a time, the others in their order; who gives up is passed over, too many are sent away"
  )
  func turnstile() async throws {
    let turnstile = Turnstile(inside: 3)
    for _ in 0..<3 { try turnstile.enter() }
    #expect(throws: ServiceError.self) { try turnstile.enter() }
    turnstile.leave()
    try turnstile.enter()

    let (open, opener) = AsyncStream.makeStream(of: Void.self)
    let order = Order()
    let first = Task {
      try await turnstile.turn {
        order.add(1)
        for await _ in open {}
      }
    }
    while order.numbers.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    var others: [Task<Void, any Error>] = []
    for number in 2...4 {
      others.append(Task { try await turnstile.turn { order.add(number) } })
      while turnstile.waiting < number - 1 { try await Task.sleep(for: .milliseconds(1)) }
    }
    others[1].cancel()
    await #expect(throws: CancellationError.self) { try await others[1].value }
    #expect(order.numbers == [1])
    opener.finish()
    try await first.value
    try await others[0].value
    try await others[2].value
    #expect(order.numbers == [1, 2, 4])
  }

  @Test("a clip whose sender has gone is looked for no further")
  func departed() async throws {
    try await Served(tracks: nil).run { visitor in
      let house = visitor.server.house
      let (open, opener) = AsyncStream.makeStream(of: Void.self)
      // Somebody else's clip is being looked for, so that this one waits.
      let other = Task { try await house.clips.turn { for await _ in open {} } }
      let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: try #require(visitor.client.port)).get()
      let text =
        "POST /api/identify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nmusic"
      try await channel.writeAndFlush(ByteBuffer(string: text))
      while house.clips.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
      try await channel.close()
      // A bound for a run that fails.
      for _ in 0..<60_000 where house.clips.count > 0 {
        try await Task.sleep(for: .milliseconds(1))
      }
      #expect(house.clips.count == 0 && house.clips.waiting == 0)
      opener.finish()
      try await other.value
    }
  }
}

import Catalogue
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Ingestion
public import Logging
import NIOCore
import NIOSSL
public import ServiceLifecycle
import Synchronization

/// The HTTP server of a library.
public struct MusicServer: Service {
  let house: House

  /// - Parameters:
  ///   - library: open for writing.
  ///   - settings: how it is to work.
  ///   - logger: where it says what it does.
  /// - Throws: `Failure` with `token_required` where it would listen to other machines though no token was
  ///   made; what the catalogue throws.
  public init(library: Library, settings: ServerSettings, logger: Logger) throws {
    house = try House(library: library, settings: settings, logger: logger)
    if !house.doorkeeper.hasTokens, !HostRule.isLoopback(settings.host) {
      throw Failure(
        code: "token_required",
        description: "Without tokens the server listens to this machine alone: "
          + "`assonance token create` makes one, or leave out --host.")
    }
  }

  /// Serves until the service is asked to close: then what was begun is answered, and a file that is being taken
  /// in is left for the next time.
  ///
  /// Clients that take or send nothing more are given up after `ServerSettings.stallSeconds`, all others after
  /// `closingSeconds`.
  public func run() async throws {
    try await application(onRunning: nil).run()
  }

  func application(
    onRunning: (@Sendable (Int) -> Void)?
  ) throws -> some ApplicationProtocol {
    let settings = house.settings
    let configuration = HTTP1Channel.Configuration(
      additionalChannelHandlers: [Departure()],
      idleTimeout: .seconds(Int64(settings.idleSeconds)),
      // Chosen: a hundred ids of 22 characters, encoded, with room.
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))
    let metrics = house.metrics
    var server = HTTPServerBuilder { responder in
      ConnectionChannel(
        base: HTTP1Channel(responder: responder, configuration: configuration), settings: settings
      ) { status in
        metrics.count(MetricNames.requests, "family=\"none\",status=\"\(status / 100)xx\"")
      }
    }
    if let certificate = settings.certificate {
      let key = settings.privateKey ?? certificate
      do {
        var tls = TLSConfiguration.makeServerConfiguration(
          certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
          privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        server = try .tls(server, tlsConfiguration: tls)
      } catch {
        throw Failure(
          code: "invalid_certificate",
          description: "\(certificate) and \(key) are no certificate and key in PEM (\(error)).")
      }
    }
    var application = Application(
      router: router, server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), serverName: "assonance",
        backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.connections)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? settings.port
        house.logger.info("listening", metadata: ["host": "\(settings.host)", "port": "\(port)"])
        onRunning?(port)
      }, logger: house.logger)
    application.addServices(Background(house: house))
    return application
  }

  /// Every address there is.
  var router: Router<CallContext> {
    let router = Router(context: CallContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: Reception(house: house))
    OperationRoutes(house: house).add(to: router)
    WebAPIRoutes(house: house).add(to: router)
    AlbumRoutes(house: house).add(to: router)
    SubsonicRoutes(house: house).add(to: router)
    RESTRoutes(house: house).add(to: router)
    RecordingRoutes(house: house).add(to: router)
    DeliveryRoutes(house: house).add(to: router)
    DashRoutes(house: house).add(to: router)
    UploadRoutes(house: house).add(to: router)
    JobRoutes(house: house).add(to: router)
    PageRoutes().add(to: router)
    let addresses = AddressBook(router)
    house.addresses.withLock { $0 = addresses }
    return router
  }
}

/// What goes on beside requests.
private struct Background: Service {
  /// Between two looks for uploads that expired.
  private static let sweep = Duration.seconds(600)

  let house: House

  func run() async throws {
    let house = house
    // Before the queue reads which jobs there are.
    do {
      for job in try house.spool.sweep() {
        house.logger.info("recovered", metadata: ["job": "\(job.id)"])
      }
    } catch {
      house.logger.error("sweeping uploads failed", metadata: ["reason": "\(error)"])
    }
    try await withTaskExecutorPreference(house.executor) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await house.keeper.run { try house.doorkeeper.refresh(house.library) }
        }
        group.addTask { await house.queue.run() }
        group.addTask {
          await Routine(name: "sweeping uploads", pause: Self.sweep, logger: house.logger).run {
            for job in try house.spool.sweep() { house.queue.add(job) }
          }
        }
        group.addTask {
          let pause = Duration.seconds(house.settings.signOfLifeSeconds)
          await Routine(name: "signs of life", pause: pause, logger: house.logger).run {
            house.events.beat()
          }
        }
        group.addTask {
          try? await gracefulShutdown()
          house.events.end()
        }
        try await group.waitForAll()
      }
    }
    house.executor.end()
  }
}

import ArgumentParser
import Foundation
import Ingestion
import Ladder
import Logging
import Service
import ServiceLifecycle

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answers over HTTP: the retired audio-features API, OpenSubsonic, uploads.",
    discussion: "docs/server.md has every address, and how to point scripts and players here.")

  @OptionGroup var common: CommonOptions

  @Option(help: "The address to listen at; other than this machine's own only with a token.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen at.")
  var port = 8080

  @Option(help: "A certificate chain in PEM, for HTTPS.")
  var tlsCertificate: String?

  @Option(help: "Its private key in PEM.")
  var tlsKey: String?

  @Option(
    help: "The address others reach this server at, behind a proxy: https://music.example.org")
  var publicAddress: String?

  @Option(
    name: .customLong("trusted-proxy"),
    help: "A proxy's address, whose X-Forwarded-For and -Proto are believed; may be repeated.")
  var trustedProxies: [String] = []

  @Option(
    name: .customLong("allow-origin"),
    help: "A web page that may ask from a browser, https://player.example.org; may be repeated.")
  var allowedOrigins: [String] = []

  @Option(help: "Requests a second of one token or address; 0 for any number.")
  var rateLimit = 0.0

  @Option(help: "Megabytes of one upload at most.")
  var uploadLimit = 4096

  @Option(help: "Uploaded files taken in at a time.")
  var jobs = 1

  @Option(help: "The ladder's profile: a name, or a path that ends in .yaml.")
  var profile = "spotify"

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port takes 0 to 65535.") }
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
    if uploadLimit < 1 { throw ValidationError("--upload-limit takes a number from 1 on.") }
    if rateLimit < 0 { throw ValidationError("--rate-limit takes a number from 0 on.") }
    if tlsKey != nil && tlsCertificate == nil {
      throw ValidationError("--tls-key goes with --tls-certificate.")
    }
  }

  func run() async throws {
    let library = try common.openForWriting()
    var settings = ServerSettings(profile: try .find(profile, library: library.folder))
    (settings.host, settings.port) = (host, port)
    (settings.certificate, settings.privateKey) = (tlsCertificate, tlsKey)
    settings.publicAddress = publicAddress.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    settings.trustedProxies = trustedProxies
    settings.allowedOrigins = allowedOrigins
    settings.rate = rateLimit
    settings.uploadLimit = uploadLimit << 20
    settings.ingestJobs = jobs
    let level: Logger.Level = common.quiet ? .warning : common.verbose ? .debug : .info
    let logger = Logger(label: "assonance") { JSONLog(label: $0, level: level) }
    let server = try MusicServer(library: library, settings: settings, logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: server)], logger: logger)
    // Connections have an end of their own before; then what still works for one that is gone is cancelled.
    configuration.maximumGracefulShutdownDuration = .seconds(settings.closingSeconds + 5)
    let group = ServiceGroup(configuration: configuration)
    // Signals are the program's: it cancels, and what was begun is still answered.
    let work = Task { try await group.run() }
    try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      Task { await group.triggerGracefulShutdown() }
    }
  }
}

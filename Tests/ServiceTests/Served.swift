import Analysis
import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ingestion
import Ladder
import Logging
import NIOCore
import Sound
import Tagging
import TestLibrary
import TestSignals

@testable import Service

/// A library of made-up tracks, and a server in front of it.
struct Served: Sendable {
  let folder: TemporaryFolder
  let library: Library

  /// Tracks 1, 2 and 3, each a little farther from the first.
  init(tracks: ClosedRange<UInt8>? = 1...3) throws {
    folder = try TemporaryFolder()
    library = try Library.writing(folder.path + "/library")
    for number in tracks.map(Array.init) ?? [] { try add(number) }
  }

  func add(
    _ number: UInt8, analysis: TrackAnalysis = Records.analysis(), tags: TrackTags? = nil,
    path: SourcePath? = nil, stamp: FileStamp? = nil
  ) throws {
    var derivatives = Records.derivatives(track: number, analysis: analysis)
    derivatives.embedding = Records.embedding([Float(number) / 10, 0.5])
    derivatives.analysis?.features = Records.features
    let usual = Records.tags(
      title: "Title \(number)", artists: ["Artist \(number % 2)"], genres: ["Drum & Bass"])
    var source = Records.source(
      path ?? SourcePath("/music/\(number).flac"), track: number, digest: "d\(number)")
    if let stamp { source.stamp = stamp }
    try library.catalogue.record(
      source, track: Records.track(number, tags: tags ?? usual), derivatives: derivatives)
  }

  /// Puts bytes where a rendition of a track lies, and notes them.
  ///
  /// - Returns: where.
  @discardableResult
  func putRendition(_ bytes: [UInt8], track number: UInt8 = 1) throws -> String {
    let rendition = Records.rendition("96", track: number, bytes: bytes.count)
    let path = library.folder + "/" + rendition.path
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try library.catalogue.record(
      Derivatives(renditions: [rendition]), of: Records.trackID(number))
    return path
  }

  /// The usual settings with one thing changed.
  static func settings(_ change: (inout ServerSettings) -> Void) throws -> ServerSettings {
    var settings = ServerSettings(profile: try LadderProfile.named("spotify", searching: []))
    change(&settings)
    return settings
  }

  func server(
    _ change: (inout ServerSettings) -> Void = { _ in }
  ) throws -> MusicServer {
    var settings = ServerSettings(profile: try LadderProfile.named("spotify", searching: []))
    change(&settings)
    return try MusicServer(
      library: library, settings: settings,
      logger: Logger(label: "test") { JSONLog(label: $0, level: .critical) })
  }

  /// Runs `body` against the server on a port of this machine.
  func run<T: Sendable>(
    settings: ServerSettings? = nil, _ body: @Sendable (Visitor) async throws -> T
  ) async throws -> T {
    let server = try server { $0 = settings ?? $0 }
    try await server.house.keeper.refresh()
    return try await server.application(onRunning: nil).test(.live) { client in
      try await body(Visitor(client: client, server: server))
    }
  }

  func token(
    _ scopes: Set<AccessToken.Scope>, forPlayers: Bool = false
  ) throws -> TokenOffice.Made {
    try TokenOffice(library).make(
      name: "test", scopes: scopes, lifetime: nil, forPlayers: forPlayers)
  }
}

/// Somebody who asks.
struct Visitor: Sendable {
  let client: any TestClientProtocol
  let server: MusicServer

  /// One answer, its body whole.
  struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: Any? { try? JSONSerialization.jsonObject(with: Data(bytes)) }
    var object: [String: Any] { json as? [String: Any] ?? [:] }
  }

  func ask(
    _ uri: String, _ method: HTTPRequest.Method = .get, headers: [String: String] = [:],
    token: String? = nil, body: [UInt8]? = nil
  ) async throws -> Reply {
    var fields = HTTPFields()
    for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
    if let token { fields[.authorization] = "Bearer \(token)" }
    let response = try await client.execute(
      uri: uri, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) })
    return Reply(
      status: response.status.code, headers: response.headers,
      bytes: Array(response.body.readableBytesView))
  }
}

import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange

/// Uploads by the tus protocol 1.0 (creation, creation-with-upload, checksum, termination, expiration), and whole
/// files by one PUT.
struct UploadRoutes: Sendable {
  static let version = "1.0.0"
  /// The start of the addresses that speak tus.
  static let address = "/api/uploads"
  private static let chunkType = "application/offset+octet-stream"

  let house: House

  func add(to router: Router<CallContext>) {
    router.on("api/uploads", method: .options, use: options)
    router.on("api/uploads/:id", method: .options, use: options)
    router.post("api/uploads", use: create)
    router.head("api/uploads/:id", use: head)
    router.get("api/uploads/:id", use: show)
    router.patch("api/uploads/:id", use: patch)
    router.delete("api/uploads/:id", use: delete)
    router.put("api/files/:name", use: put)
  }

  @Sendable private func options(_ request: Request, _ context: CallContext) -> Response {
    var headers = Self.headers
    headers[Names.tusVersion] = Self.version
    headers[Names.tusExtension] =
      "creation,creation-with-upload,checksum,termination,expiration"
    headers[Names.tusMaxSize] = String(house.settings.uploadLimit)
    headers[Names.tusChecksumAlgorithm] = UploadDigest.names
    return Response(status: .noContent, headers: headers)
  }

  @Sendable private func create(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.upload)
    try Self.requireVersion(request)
    guard let length = request.headers[Names.uploadLength].flatMap(Int.init), length >= 0 else {
      throw ServiceError.invalid("Upload-Length must say how many bytes the file has.")
    }
    let metadata = request.headers[Names.uploadMetadata] ?? ""
    let fields = try Self.fields(metadata)
    try house.queue.requireRoom()
    let upload = try house.spool.begin(
      owner: context.caller.id, name: fields["filename"] ?? fields["name"] ?? "",
      length: length, digest: try Self.promised(fields["sha256"], request), metadata: metadata)
    var headers = headers(of: upload, offset: 0)
    headers[.location] = "\(context.base)/api/uploads/\(upload.id)"
    if request.headers[.contentType] == Self.chunkType || length == 0 {
      let offset = try await take(request, into: upload, at: 0)
      headers[Names.uploadOffset] = String(offset)
    }
    return Response(status: .created, headers: headers)
  }

  @Sendable private func head(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.upload)
    try Self.requireVersion(request)
    let upload = try house.spool.find(try context.parameter("id"), for: context.caller)
    return Response(
      status: .ok, headers: headers(of: upload, offset: house.spool.offset(upload)))
  }

  @Sendable private func show(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.upload)
    let upload = try house.spool.find(try context.parameter("id"), for: context.caller)
    return Answer.json(
      .object([
        "id": .string(upload.id), "name": .string(upload.name), "length": .integer(upload.length),
        "offset": .integer(house.spool.offset(upload)), "created": .integer(upload.created),
        "expires": .integer(upload.expires), "job": .string(upload.job),
      ]), to: request)
  }

  @Sendable private func patch(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.upload)
    try Self.requireVersion(request)
    guard request.headers[.contentType] == Self.chunkType else {
      throw ServiceError.unsupportedMediaType("The content type must be \(Self.chunkType).")
    }
    guard let offset = request.headers[Names.uploadOffset].flatMap(Int.init), offset >= 0 else {
      throw ServiceError.invalid("Upload-Offset must say where the bytes belong.")
    }
    let upload = try house.spool.find(try context.parameter("id"), for: context.caller)
    if upload.job != nil {
      // Who missed the last answer sends nothing once more, and hears it.
      guard offset == upload.length, request.headers[.contentLength] == "0" else {
        throw ServiceError.conflict(
          code: "upload_complete", "The upload is whole: nothing can be added to it.")
      }
      return Response(status: .noContent, headers: headers(of: upload, offset: offset))
    }
    let stored = try await take(request, into: upload, at: offset)
    return Response(status: .noContent, headers: headers(of: upload, offset: stored))
  }

  @Sendable private func delete(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.upload)
    try Self.requireVersion(request)
    let upload = try house.spool.find(try context.parameter("id"), for: context.caller)
    try house.spool.remove(upload)
    return Response(status: .noContent, headers: Self.headers)
  }

  /// A whole file in one request, for scripts: `curl -T track.flac …/api/files/track.flac`.
  @Sendable private func put(_ request: Request, _ context: CallContext) async throws -> Response {
    try context.require(.upload)
    // RFC 9110 §14.5, §8.4: what is stored is the file, neither a part nor a packing of it.
    guard request.headers[.contentRange] == nil else {
      throw ServiceError.invalid("A part of a file is sent by tus, at \(Self.address).")
    }
    let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    guard coding == "identity" else {
      throw ServiceError.unsupportedMediaType("The file is taken as it is, without \(coding).")
    }
    let length = try Self.length(request)
    try house.queue.requireRoom()
    let name = try context.parameter("name")
    let upload = try house.spool.begin(
      owner: context.caller.id, name: name.removingPercentEncoding ?? name,
      length: length ?? house.settings.uploadLimit, digest: try Self.promised(nil, request),
      metadata: "")
    do {
      let stored = try await take(request, into: upload, at: 0, isWhole: length == nil)
      guard stored == length ?? stored else {
        throw ServiceError.invalid("The file ended before its Content-Length.")
      }
    } catch {
      // It cannot be resumed: nobody knows its address.
      try? house.spool.remove(upload)
      throw error
    }
    guard let job = try house.library.catalogue.job(upload.id) else {
      throw ServiceError.unavailable("The file could not be queued.", retryAfter: 2)
    }
    var response = Answer.json(job.json, to: request, status: .accepted)
    response.headers[.location] = "\(context.base)/api/jobs/\(job.id)"
    return response
  }

  /// Bytes of a whole file; nil where its end will tell, as that of a body in chunks does.
  private static func length(_ request: Request) throws -> Int? {
    guard let text = request.headers[.contentLength] else {
      if request.headers[.transferEncoding] != nil { return nil }
      throw ServiceError.lengthRequired("Content-Length must say how many bytes the file has.")
    }
    guard let length = Int(text), length >= 0 else {
      throw ServiceError.invalid("Content-Length must say how many bytes the file has.")
    }
    return length
  }

  /// Stores what comes; where the upload is whole then, it becomes a job.
  private func take(
    _ request: Request, into upload: UploadRecord, at offset: Int, isWhole: Bool = false
  ) async throws -> Int {
    let checksum = try request.headers[Names.uploadChecksum].map(UploadDigest.init(checksum:))
    let (stored, job) = try await house.spool.append(
      to: upload, at: offset, checksum: checksum, body: request.body, isWhole: isWhole)
    if let job { house.queue.add(job) }
    return stored
  }

  private func headers(of upload: UploadRecord, offset: Int) -> HTTPFields {
    var headers = Self.headers
    headers[Names.uploadOffset] = String(offset)
    headers[Names.uploadLength] = upload.length.map { String($0) }
    headers[Names.uploadExpires] = HTTPDate.text(upload.expires)
    if !upload.metadata.isEmpty { headers[Names.uploadMetadata] = upload.metadata }
    return headers
  }

  private static let headers: HTTPFields = [
    Names.tusResumable: version, .cacheControl: "no-store",
  ]

  /// tus: a client of another version is told which one is spoken.
  private static func requireVersion(_ request: Request) throws {
    guard let wanted = request.headers[Names.tusResumable], wanted != version else { return }
    throw ServiceError.otherVersion(spoken: version)
  }

  /// `Upload-Metadata`: names and base64 values.
  private static func fields(_ text: String) throws -> [String: String] {
    var fields: [String: String] = [:]
    guard text.utf8.count <= 4096 else { throw ServiceError.tooLarge(limit: 4096) }
    if text.isEmpty { return fields }
    for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: " ").map(String.init)
      guard let name = parts.first, parts.count <= 2, name.utf8.allSatisfy({ $0 < 0x7F }) else {
        throw ServiceError.invalid("Upload-Metadata takes names and base64 values.")
      }
      guard let bytes = parts.count == 2 ? Base64Text.decoded(parts[1]) : [] else {
        throw ServiceError.invalid("Upload-Metadata takes names and base64 values.")
      }
      fields[name.lowercased()] = String(decoding: bytes, as: UTF8.self)
    }
    return fields
  }

  /// The digest of the whole file that the sender promises.
  private static func promised(_ hex: String?, _ request: Request) throws -> [UInt8]? {
    if let hex {
      guard let bytes = TokenSecret.bytes(hex: hex), bytes.count == 32 else {
        throw ServiceError.invalid("sha256 takes 64 hexadecimal digits.")
      }
      return bytes
    }
    for name in [Names.reprDigest, Names.contentDigest] {
      guard let field = request.headers[name] else { continue }
      guard let digest = UploadDigest(field: field) else {
        throw ServiceError.invalid("\(name) takes sha-256 and base64 between colons.")
      }
      return digest.bytes
    }
    return nil
  }
}

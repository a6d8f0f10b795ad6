import Catalogue
import Foundation
import Glibc
import Hummingbird
import Ingestion
import Ladder
import NIOCore
import NIOPosix
import Synchronization

/// Uploads on their way in: each a file that grows, and a row that says what it will be.
///
/// What a sender was told is stored is on the disk, synced; how far an upload has come is its file's size, so
/// there is nothing to lose in between.
final class Spool: Sendable {
  private let library: Library
  private let settings: ServerSettings
  private let metrics: Metrics
  private let folder: String
  /// Uploads that somebody is writing to, finishing or throwing away.
  private let busy = Mutex<Set<String>>([])
  /// SHA-256 of what an upload holds so far, where it was written by this process.
  private let digests = Mutex<[String: (offset: Int, digest: UploadDigest.Running)]>([:])

  /// Bytes written at a time.
  private static let batch = 256 << 10

  init(library: Library, settings: ServerSettings, metrics: Metrics) throws {
    (self.library, self.settings, self.metrics) = (library, settings, metrics)
    folder = library.folder + "/uploads"
    try Self.makeFolder(folder)
  }

  /// Begins an upload.
  ///
  /// - Throws: `tooLarge`, `unavailable` where there is no room for more.
  func begin(
    owner: String, name: String, length: Int, digest: [UInt8]?, metadata: String
  ) throws -> UploadRecord {
    guard length <= settings.uploadLimit else {
      throw ServiceError.tooLarge(limit: settings.uploadLimit)
    }
    let promised = try library.catalogue.bytesToTakeIn()
    guard promised + length <= settings.spoolLimit, try freeBytes() > length else {
      throw ServiceError.unavailable("There is no room for more uploads.", retryAfter: 60)
    }
    let upload = UploadRecord(
      id: TokenSecret.random(22), owner: owner, name: UploadName.safe(name), length: length,
      digest: digest.map { TokenSecret.hex($0) }, metadata: metadata, created: Clock.now,
      expires: Clock.now + settings.uploadHours * 3600)
    try SpoolFile(new: path(upload.id)).sync()
    // Where that fails, a power cut costs an empty file.
    try? Folders.sync(folder)
    try library.catalogue.record(upload)
    return upload
  }

  /// An upload that the caller may see.
  ///
  /// - Throws: `notFound`, `gone`.
  func find(_ id: String, for caller: Caller) throws -> UploadRecord {
    guard let upload = try library.catalogue.upload(id),
      upload.owner == caller.id || caller.scopes.contains(.admin)
    else { throw ServiceError.notFound("There is no such upload.") }
    if upload.job == nil, upload.expires <= Clock.now {
      throw ServiceError.gone("The upload expired.")
    }
    return upload
  }

  /// Bytes stored.
  func offset(_ upload: UploadRecord) -> Int {
    if upload.job != nil { return upload.length ?? 0 }
    if let status = SpoolFile.status(path(upload.id)) { return status.size }
    // It may have become whole since it was looked up.
    let isWhole = (try? library.catalogue.upload(upload.id))?.job != nil
    return isWhole ? upload.length ?? 0 : 0
  }

  /// Appends what comes, as far as it comes: bytes that arrived before the sender went away are kept, unless a
  /// checksum speaks for the whole piece; where the upload is whole then, it becomes a job.
  ///
  /// - Parameters:
  ///   - upload: what it belongs to.
  ///   - offset: where the sender believes it to go on.
  ///   - checksum: of this piece.
  ///   - body: the piece.
  ///   - isWhole: whether the upload ends where this ends, its length being the most that it may have.
  /// - Returns: bytes stored, and the job, which nobody works on yet.
  /// - Throws: `conflict` for another offset, two senders or what is whole already, `checksumMismatch`, `tooLarge`.
  func append(
    to upload: UploadRecord, at offset: Int, checksum: UploadDigest?,
    body: RequestBody, isWhole: Bool = false
  ) async throws -> (stored: Int, job: JobRecord?) {
    let upload = try claim(upload)
    defer { release(upload.id) }
    let file = try SpoolFile(path: path(upload.id))
    guard file.size == offset else {
      throw ServiceError.conflict(
        code: "wrong_offset", "The upload holds \(self.offset(upload)) bytes.")
    }
    var running = UploadDigest.Running(checksum?.algorithm ?? .sha256)
    // On a thread that may wait for a disk: after a restart all that is there is read.
    let before = try await NIOThreadPool.singleton.runIfActive {
      try self.wholeDigest(upload.id, file)
    }
    var whole = before
    var pending: [UInt8] = []
    let length = upload.length ?? 0
    func store() async throws {
      let bytes = pending
      pending.removeAll(keepingCapacity: true)
      if bytes.isEmpty { return }
      guard file.size + bytes.count <= length else { throw ServiceError.tooLarge(limit: length) }
      try file.append(bytes)
      whole.update(bytes)
      if checksum != nil { running.update(bytes) }
    }
    var interruption: (any Error)?
    do {
      for try await buffer in body {
        pending += buffer.readableBytesView
        if pending.count >= Self.batch { try await store() }
      }
    } catch {
      interruption = error
    }
    if interruption == nil || checksum == nil, !(interruption is ServiceError) {
      do { try await store() } catch { interruption = error }
    }
    let isRefused = checksum.map { interruption != nil || running.value != $0.bytes } ?? false
    let isTooLong = interruption is ServiceError
    if isRefused || isTooLong {
      try file.truncate(to: offset)
      digests.withLock { $0[upload.id] = (offset, before) }
    } else {
      // On a thread that may wait for a disk.
      try await NIOThreadPool.singleton.runIfActive { try file.sync() }
      metrics.count(MetricNames.uploadedBytes, by: Double(file.size - offset))
      digests.withLock { $0[upload.id] = (file.size, whole) }
    }
    if let interruption { throw interruption }
    if isRefused { throw ServiceError.checksumMismatch }
    var stored = upload
    if isWhole { stored.length = file.size }
    return (file.size, file.size == stored.length ? try finish(stored, file) : nil)
  }

  /// Turns a whole upload, which the caller has claimed, into a job, in one step that a crash leaves either done or
  /// to do.
  ///
  /// - Throws: `checksumMismatch`, where the upload is thrown away.
  private func finish(_ upload: UploadRecord, _ file: SpoolFile) throws -> JobRecord {
    if let promised = upload.digest {
      guard TokenSecret.hex(try wholeDigest(upload.id, file).value) == promised else {
        try discard(upload)
        throw ServiceError.checksumMismatch
      }
    }
    digests.withLock { $0[upload.id] = nil }
    let job = JobRecord(
      id: upload.id, upload: upload.id, owner: upload.owner, name: upload.name,
      bytes: upload.length ?? 0, path: "received/\(upload.id)/\(upload.name)", state: .queued,
      created: Clock.now)
    let target = "\(library.folder)/\(job.path)"
    try Self.makeFolder((target as NSString).deletingLastPathComponent)
    // A link, not a move: were the next line never reached, the upload would still be whole where it is.
    guard unsafe link(file.path, target) == 0 || errno == EEXIST else {
      throw SpoolFile.failure("link", target)
    }
    try? Folders.sync((target as NSString).deletingLastPathComponent)
    var upload = upload
    upload.job = job.id
    try library.catalogue.record(job, of: upload)
    _ = unsafe unlink(file.path)
    return job
  }

  /// Throws an upload away.
  ///
  /// - Throws: `conflict` while somebody sends to it, and where it is whole.
  func remove(_ upload: UploadRecord) throws {
    let upload = try claim(upload)
    defer { release(upload.id) }
    try discard(upload)
  }

  private func discard(_ upload: UploadRecord) throws {
    digests.withLock { $0[upload.id] = nil }
    _ = unsafe unlink(path(upload.id))
    try library.catalogue.removeUpload(upload.id)
  }

  /// Makes the caller the only one who changes an upload, until `release`.
  ///
  /// - Returns: the upload as it is now: since it was looked up, somebody may have finished it.
  /// - Throws: `conflict` where somebody else has it or it is whole, `notFound` where it was thrown away.
  private func claim(_ upload: UploadRecord) throws -> UploadRecord {
    guard busy.withLock({ $0.insert(upload.id).inserted }) else {
      throw ServiceError.conflict(
        code: "upload_busy", "Somebody else is sending to this upload.")
    }
    do {
      guard let now = try library.catalogue.upload(upload.id) else {
        throw ServiceError.notFound("There is no such upload.")
      }
      guard now.job == nil else {
        throw ServiceError.conflict(
          code: "upload_complete", "The upload is whole; its job has the same id.")
      }
      return now
    } catch {
      release(upload.id)
      throw error
    }
  }

  private func release(_ id: String) { _ = busy.withLock { $0.remove(id) } }

  /// Throws away what expired, and files that belong to no upload; finishes what a crash left whole.
  ///
  /// - Returns: jobs that came of it.
  func sweep() throws -> [JobRecord] {
    var known: Set<String> = []
    var jobs: [JobRecord] = []
    for upload in try library.catalogue.uploads() {
      if upload.job != nil {
        // Kept for a while: a sender that missed the answer asks how far it came.
        if upload.expires <= Clock.now { try library.catalogue.removeUpload(upload.id) }
        continue
      }
      known.insert(upload.id)
      let size = SpoolFile.status(path(upload.id))?.size
      let isExpired = upload.expires <= Clock.now
      // Whoever sends to it, or ends it, has it: then it is looked at the next time.
      guard isExpired || size == upload.length, let upload = try? claim(upload) else { continue }
      defer { release(upload.id) }
      let file = try? SpoolFile(path: path(upload.id))
      if let file, file.size == upload.length {
        if let job = try? finish(upload, file) { jobs.append(job) }
      } else if isExpired {
        try discard(upload)
      }
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where !known.contains(name) {
      // One that has just begun has a file before it has a row.
      let modified = SpoolFile.status(path(name))?.modified ?? Clock.now
      if modified < Clock.now - 3600 { _ = unsafe unlink(path(name)) }
    }
    return jobs
  }

  private func path(_ id: String) -> String { "\(folder)/\(id)" }

  /// The digest of what the file holds: remembered, or read anew after a restart.
  private func wholeDigest(_ id: String, _ file: SpoolFile) throws -> UploadDigest.Running {
    if let known = digests.withLock({ $0[id] }), known.offset == file.size { return known.digest }
    var digest = UploadDigest.Running(.sha256)
    var offset = 0
    while offset < file.size {
      let bytes = try file.bytes(at: offset, count: min(Self.batch, file.size - offset))
      if bytes.isEmpty { break }
      digest.update(bytes)
      offset += bytes.count
    }
    return digest
  }

  private func freeBytes() throws -> Int {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { throw SpoolFile.failure("read", folder) }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw SpoolFile.failure("make", path)
    }
  }
}

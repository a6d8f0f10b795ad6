import GRDB

extension Catalogue {
  /// Notes an upload, or what became of it.
  public func record(_ upload: UploadRecord) throws(CatalogueError) {
    try write { db in try Self.put(upload, in: db) }
  }

  public func upload(_ id: String) throws(CatalogueError) -> UploadRecord? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM upload WHERE id = ?", arguments: [id])
        .map(Self.upload)
    }
  }

  /// All uploads, the oldest first.
  public func uploads() throws(CatalogueError) -> [UploadRecord] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM upload ORDER BY created, id").map(Self.upload)
    }
  }

  /// Bytes of all files that are being sent, or were and are not taken in yet.
  public func bytesToTakeIn() throws(CatalogueError) -> Int {
    try read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT (SELECT COALESCE(SUM(length), 0) FROM upload WHERE job IS NULL)
            + (SELECT COALESCE(SUM(bytes), 0) FROM job WHERE state IN ('queued', 'running'))
          """) ?? 0
    }
  }

  public func removeUpload(_ id: String) throws(CatalogueError) {
    try write { db in
      try db.execute(sql: "DELETE FROM upload WHERE id = ?", arguments: [id])
    }
  }

  /// Notes in one transaction that an upload is whole and that a job waits to take it in.
  public func record(_ job: JobRecord, of upload: UploadRecord) throws(CatalogueError) {
    try write { db in
      try Self.put(job, in: db)
      try Self.put(upload, in: db)
    }
  }

  public func record(_ job: JobRecord) throws(CatalogueError) {
    try write { db in try Self.put(job, in: db) }
  }

  public func job(_ id: String) throws(CatalogueError) -> JobRecord? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM job WHERE id = ?", arguments: [id]).map(Self.job)
    }
  }

  /// Jobs of a state, the oldest first.
  public func jobs(_ state: JobRecord.State) throws(CatalogueError) -> [JobRecord] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM job WHERE state = ? ORDER BY created, id",
        arguments: [state.rawValue]
      ).map(Self.job)
    }
  }

  /// An owner's jobs, or everybody's where that is nil, the newest first.
  public func latestJobs(
    of owner: String?, limit: Int, offset: Int
  ) throws(CatalogueError) -> [JobRecord] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM job WHERE ? IS NULL OR owner = ? ORDER BY created DESC, id LIMIT ? OFFSET ?
          """, arguments: [owner, owner, limit, offset]
      ).map(Self.job)
    }
  }

  private static func put(_ upload: UploadRecord, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO upload
          (id, owner, name, length, digest, metadata, created, expires, job)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        upload.id, upload.owner, upload.name, upload.length, upload.digest, upload.metadata,
        upload.created, upload.expires, upload.job,
      ])
  }

  private static func upload(_ row: Row) -> UploadRecord {
    UploadRecord(
      id: row["id"], owner: row["owner"], name: row["name"], length: row["length"],
      digest: row["digest"], metadata: row["metadata"], created: row["created"],
      expires: row["expires"], job: row["job"])
  }

  private static func put(_ job: JobRecord, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO job
          (id, upload, owner, name, bytes, path, state, outcome, created, started, finished)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        job.id, job.upload, job.owner, job.name, job.bytes, job.path, job.state.rawValue,
        job.outcome, job.created, job.started, job.finished,
      ])
  }

  private static func job(_ row: Row) -> JobRecord {
    var job = JobRecord(
      id: row["id"], upload: row["upload"], owner: row["owner"], name: row["name"],
      bytes: row["bytes"], path: row["path"],
      state: JobRecord.State(rawValue: row["state"]) ?? .failed, created: row["created"])
    (job.outcome, job.started, job.finished) = (row["outcome"], row["started"], row["finished"])
    return job
  }
}

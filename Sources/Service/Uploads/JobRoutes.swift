import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import NIOCore
import ServiceLifecycle

/// Jobs and their events.
struct JobRoutes: Sendable {
  let house: House

  func add(to router: Router<CallContext>) {
    router.get("api/jobs", use: list)
    router.get("api/jobs/:id", use: show)
    router.delete("api/jobs/:id", use: cancel)
    router.get("api/jobs/:id/events", use: follow)
    router.get("api/events", use: followAll)
  }

  @Sendable private func list(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.upload)
    let query = try request.query
    let limit = try query.integer("limit", in: 1...200, or: 50)
    let offset = try query.integer("offset", in: 0...1_000_000, or: 0)
    let owner = context.caller.scopes.contains(.admin) ? nil : context.caller.id
    let jobs = try house.library.catalogue.latestJobs(of: owner, limit: limit, offset: offset)
    return Answer.json(.object(["jobs": .array(jobs.map(\.json))]), to: request)
  }

  @Sendable private func show(_ request: Request, _ context: CallContext) throws -> Response {
    Answer.json(try job(context).json, to: request)
  }

  @Sendable private func cancel(_ request: Request, _ context: CallContext) throws -> Response {
    let job = try job(context)
    guard try house.queue.cancel(job) else {
      if try self.job(context).state == .queued {
        throw ServiceError.unavailable("The job is being queued.", retryAfter: 1)
      }
      throw ServiceError.conflict(code: "job_over", "The job is over.")
    }
    return Response(status: .noContent)
  }

  @Sendable private func follow(_ request: Request, _ context: CallContext) throws -> Response {
    let job = try job(context)
    return try stream(request, first: job) { $0.job == job.id }
  }

  @Sendable private func followAll(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.upload)
    let caller = context.caller
    let seesAll = caller.scopes.contains(.admin)
    return try stream(request, first: nil) { seesAll || $0.owner == caller.id }
  }

  private func job(_ context: CallContext) throws -> JobRecord {
    try context.require(.upload)
    guard let job = try house.library.catalogue.job(try context.parameter("id")),
      job.owner == context.caller.id || context.caller.scopes.contains(.admin)
    else { throw ServiceError.notFound("There is no such job.") }
    return job
  }

  /// Server-sent events (HTML, §9.2); one job's stream ends with the job.
  private func stream(
    _ request: Request, first: JobRecord?,
    where passes: @escaping @Sendable (ServiceEvent) -> Bool
  ) throws -> Response {
    let last = request.headers[Names.lastEventID].flatMap(Int.init)
    // Listening begins before the state is read: nothing falls between.
    let events = try house.events.listen(after: last)
    // Before the state as well: whoever comes back after it misses nothing.
    let number = house.events.latest
    let catalogue = house.library.catalogue
    let current = try first.flatMap { try catalogue.job($0.id) }
    let body = ResponseBody { writer in
      if let current {
        try await writer.write(
          Self.buffer(number: number, kind: "job", body: current.json.description))
        if current.isOver {
          try await writer.finish(nil)
          return
        }
      } else {
        try await writer.write(ByteBuffer(string: ": connected\n\n"))
      }
      // What the server as a whole does at its end comes too late: it waits for this answer.
      for await event in events.cancelOnGracefulShutdown() {
        if event.kind == EventHub.pulse {
          try await writer.write(ByteBuffer(string: ":\n\n"))
          continue
        }
        guard passes(event) else { continue }
        try await writer.write(
          Self.buffer(number: event.number, kind: event.kind, body: event.body))
        if first != nil, event.kind == "job", let job = try catalogue.job(event.job), job.isOver {
          break
        }
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        Names.accelBuffering: "no",
      ], body: body)
  }

  private static func buffer(number: Int, kind: String, body: String) -> ByteBuffer {
    ByteBuffer(string: "id: \(number)\nevent: \(kind)\ndata: \(body)\n\n")
  }
}

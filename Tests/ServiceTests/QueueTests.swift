import Catalogue
import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ingestion
import TestLibrary
import TestSignals
import Testing

@testable import Service

@Suite("The queue of uploads, whatever comes at the same moment", .serialized)
struct QueueTests {
  private static let tus = ["Tus-Resumable": "1.0.0"]

  private static func music(_ seconds: Int) throws -> [UInt8] {
    let samples = (0..<seconds * 44_100).map { sin(Float($0) * 0.05) * 0.4 }
    return try AudioFile.bytes([samples], sampleRate: 44_100, as: .flac, title: "Sent")
  }

  private static func put(_ visitor: Visitor, _ bytes: [UInt8]) async throws -> String {
    let sent = try await visitor.ask("/api/files/a.flac", .put, body: bytes)
    #expect(sent.status == 202, "\(sent.text)")
    return try #require(sent.object["id"] as? String)
  }

  /// A job's row once it is over.
  private static func job(_ visitor: Visitor, _ id: String) async throws -> [String: Any] {
    for _ in 0..<6000 {
      let job = try await visitor.ask("/api/jobs/\(id)").object
      if !["queued", "running"].contains(job["state"] as? String) { return job }
      try await Task.sleep(for: .milliseconds(100))
    }
    return [:]
  }

  private static func status(_ visitor: Visitor, _ id: String) async throws -> String? {
    (try await job(visitor, id)["outcome"] as? [String: Any])?["status"] as? String
  }

  /// CPU seconds of this process' threads that give way to others.
  private static var niceSeconds: Double {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return tasks.reduce(0) { sum, task in
      guard let line = try? String(contentsOfFile: "/proc/self/task/\(task)/stat", encoding: .utf8),
        let end = line.lastIndex(of: ")")
      else { return sum }
      // From the third field on (proc(5)): utime and stime are the 14th and 15th, nice is the 19th.
      let fields = line[line.index(after: end)...].split(separator: " ").compactMap { Double($0) }
      // The state, a letter, has fallen out.
      guard fields.count > 15, fields[15] == 10 else { return sum }
      return sum + (fields[10] + fields[11]) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
  }

  @Test("a file is decoded, analysed and encoded on threads that give way to requests")
  func threads() async throws {
    let bytes = try Self.music(60)
    try await Served(tracks: nil).run { visitor in
      let before = Self.niceSeconds
      let id = try await Self.put(visitor, bytes)
      #expect(try await Self.status(visitor, id) == "ingested")
      let text = visitor.server.house.metrics.text
      let stages = text.split(separator: "\n")
        .filter { $0.hasPrefix("assonance_ingest_stage_cpu_seconds_total{") }
        .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
      #expect(stages > 0.2)
      #expect(Self.niceSeconds - before > 0.8 * stages)
    }
  }

  @Test("an upload that many say is whole becomes one job, and nothing is left of it in the spool")
  func wholeOnce() async throws {
    let served = try Served(tracks: nil)
    let bytes = try Self.music(2)
    try await served.run { visitor in
      let spool = visitor.server.house.spool
      for _ in 0..<5 {
        let upload = try spool.begin(
          owner: "", name: "a.flac", length: bytes.count, digest: Array(SHA256.hash(data: bytes)),
          metadata: "")
        // All bytes are there, the last answer was lost.
        try Data(bytes).write(
          to: URL(fileURLWithPath: "\(served.library.folder)/uploads/\(upload.id)"))
        var headers = Self.tus
        headers["Upload-Offset"] = "\(bytes.count)"
        headers["Content-Type"] = "application/offset+octet-stream"
        let statuses = try await withThrowingTaskGroup(of: Int.self) { [headers] group in
          for _ in 0..<8 {
            group.addTask {
              try await visitor.ask(
                "/api/uploads/\(upload.id)", .patch, headers: headers, body: []
              ).status
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.contains(204) && statuses.allSatisfy { $0 == 204 || $0 == 409 })
        _ = try spool.sweep()
        #expect(["ingested", "duplicate"].contains(try await Self.status(visitor, upload.id)))
        let head = try await visitor.ask("/api/uploads/\(upload.id)", .head, headers: Self.tus)
        #expect(head.status == 200 && head.headers[Names.uploadOffset] == "\(bytes.count)")
      }
      let left = try FileManager.default.contentsOfDirectory(
        atPath: served.library.folder + "/uploads")
      #expect(left.isEmpty)
      #expect(try served.library.catalogue.latestJobs(of: nil, limit: 99, offset: 0).count == 5)
    }
  }

  @Test("files that were taken in leave their room to others, those that wait do not")
  func room() async throws {
    let served = try Served(tracks: nil)
    let bytes = try Self.music(1)
    let settings = try Served.settings { $0.spoolLimit = bytes.count * 3 / 2 }
    try await served.run(settings: settings) { visitor in
      for _ in 0..<3 {
        let id = try await Self.put(visitor, bytes)
        #expect(["ingested", "duplicate"].contains(try await Self.status(visitor, id)))
      }
      let begun = try await visitor.ask(
        "/api/uploads", .post, headers: Self.tus.merging(["Upload-Length": "\(bytes.count)"]) { $1 }
      )
      #expect(begun.status == 201)
      let second = try await visitor.ask("/api/files/b.flac", .put, body: bytes)
      #expect(second.status == 503)
    }
  }

  @Test("a job that was just taken out of the queue can be cancelled before its work has begun")
  func cancelled() async throws {
    let served = try Served(tracks: nil)
    let bytes = try Self.music(1)
    // A server that does not run: each step of its queue is made here.
    let house = try served.server().house
    let folder = served.library.folder
    let upload = try house.spool.begin(
      owner: "", name: "a.flac", length: bytes.count, digest: nil, metadata: "")
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/uploads/\(upload.id)"))
    for job in try house.spool.sweep() { house.queue.add(job) }
    let job = try #require(house.queue.take().first)
    #expect(try house.queue.cancel(job))
    #expect(await house.queue.process(job) == false)
    #expect(try served.library.catalogue.job(job.id)?.state == .cancelled)
    #expect(try !house.queue.cancel(job))
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/\(job.path)"))
    #expect(house.queue.figures.running == 0)
  }

  @Test("a client that comes back to a server that was begun anew misses none of its events")
  func numbers() async throws {
    func send(_ hub: EventHub, _ jobs: ClosedRange<Int>) {
      for job in jobs { hub.send(kind: "job", job: "\(job)", owner: "", body: "{}") }
    }
    let old = EventHub(metrics: Metrics())
    let before = try old.listen(after: nil)
    send(old, 1...100)
    old.end()
    var last = 0
    for await event in before { last = event.number }
    // Of a server whose clock ran ahead, too.
    for number in [last, last + 1 << 50] {
      let new = EventHub(metrics: Metrics())
      send(new, 101...103)
      let after = try new.listen(after: number)
      new.send(kind: "job", job: "end", owner: "", body: "{}")
      var seen: [String] = []
      for await event in after {
        if event.job == "end" { break }
        seen.append(event.job)
      }
      #expect(seen == ["101", "102", "103"])
    }
  }
}

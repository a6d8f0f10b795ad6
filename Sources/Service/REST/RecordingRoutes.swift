import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Recordings
import Sound

/// Which track a clip is, and which tracks are the same recording.
struct RecordingRoutes: Sendable {
  /// Bytes of a clip; chosen: six minutes of stereo in 16 bits.
  private static let clipLimit = 64 << 20

  let house: House

  func add(to router: Router<CallContext>) {
    router.post("api/identify", use: identify)
    router.get("api/duplicates", use: duplicates)
    router.post("api/duplicates/merge", use: merge)
    router.post("api/duplicates/split", use: split)
  }

  /// The body is the clip, in any format that is taken in.
  ///
  /// One clip is looked for at a time, and no longer than somebody waits for it.
  @Sendable private func identify(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.read)
    try house.clips.enter()
    defer { house.clips.leave() }
    let path = "\(house.library.folder)/uploads/clip-\(TokenSecret.random(22))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try SpoolFile(new: path)
    for try await buffer in request.body {
      guard file.size + buffer.readableBytes <= Self.clipLimit else {
        throw ServiceError.tooLarge(limit: Self.clipLimit)
      }
      try file.append(Array(buffer.readableBytesView))
    }
    do {
      let matches = try await context.whileThere { [house] in
        try await house.clips.turn {
          try await house.executor.run { try Self.matches(of: path, in: house) }
        }
      }
      return Answer.json(.object(["matches": .array(matches)]), to: request)
    } catch is CancellationError {
      throw ServiceError.unavailable("The clip was given up.", retryAfter: 5)
    }
  }

  private static func matches(of path: String, in house: House) throws -> [JSONValue] {
    var search = try ClipSearch(in: house.library)
    do {
      let limit = house.settings.clipSeconds
      return try search.run(SourcePath(path), atMost: limit).map(\.json)
    } catch let failure as Failure
      where !failure.code.hasPrefix("library_") && failure.code != "index_incomplete"
    {
      // Of the clip, which has no name here.
      throw ServiceError.invalid(
        failure.description.replacing((path as NSString).lastPathComponent, with: "the clip"))
    }
  }

  @Sendable private func duplicates(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.admin)
    let library = house.library
    let reports = try await house.executor.run {
      try RecordingReport.all(in: library).map(\.json)
    }
    return Answer.json(.object(["recordings": .array(reports)]), to: request)
  }

  /// Makes one recording of two; to say it again changes nothing.
  @Sendable private func merge(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try await edit(request, context, count: 2) { tracks, library in
      let recording = try RecordingEditing.merge(tracks[0], tracks[1], in: library)
      let members = try library.catalogue.tracks(ofRecording: recording)
      return .object([
        "recording": .string(recording.description),
        "tracks": .array(members.map { .string($0.description) }),
      ])
    }
  }

  /// Takes a track out of its recording, or a recording apart; to say it again changes nothing.
  @Sendable private func split(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try await edit(request, context, count: 1) { tracks, library in
      let others = try RecordingEditing.split(tracks[0], in: library)
      return .object(["apartFrom": .array(others.map { .string($0.description) })])
    }
  }

  /// Does what a body of `count` ids asks for; the shelf knows of it before the answer goes out.
  private func edit(
    _ request: Request, _ context: CallContext, count: Int,
    _ work: @escaping @Sendable ([TrackID], Library) throws -> JSONValue
  ) async throws -> Response {
    try context.require(.admin)
    let library = house.library
    let tracks = try RecordingWish(json: try await request.wholeBody(upTo: 10_000), count: count)
      .tracks(in: library.catalogue)
    let answer = try await house.executor.run { try work(tracks, library) }
    try await house.keeper.refresh()
    return Answer.json(answer, to: request)
  }
}

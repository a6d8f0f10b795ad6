internal import Decoding
public import Sound
public import Tagging

/// Reads tags and scales covers in a helper process.
///
/// Results and errors are those of `TagReader` and `CoverArt`; what befalls the helper is an
/// `IsolationError`.
public struct IsolatedTagReader: Sendable {
  private let pool: WorkerPool

  public init(with pool: WorkerPool) { self.pool = pool }

  /// The tags of the file at `path`, with all of its pictures or the cover alone.
  ///
  /// - Throws: `TaggingError`; `DecodingError.fault` where the file cannot be opened;
  ///   `IsolationError`; and `CancellationError`.
  public func read(
    _ path: SourcePath, limits: TaggingLimits = TaggingLimits(), coverOnly: Bool = false
  ) throws -> FileTags {
    let request = TagsRequest(
      path: try path.absolute().bytes, limits: limits, wantsCoverOnly: coverOnly)
    let conversation = try Conversation(
      about: path.name, with: pool, [(.readTags, Wire.bytes(request))])
    return try tags(
      from: conversation, pictures: limits.pictures, pictureBytes: limits.pictureBytes)
  }

  /// `CoverArt.fitted` of the picture.
  ///
  /// - Throws: `TaggingError`, `IsolationError` and `CancellationError`.
  public func fitted(
    _ picture: Picture, to cover: CoverLimits, allowing limits: TaggingLimits = TaggingLimits()
  ) throws -> Picture {
    var bare = picture
    bare.bytes = []
    let request = CoverRequest(picture: bare, cover: cover, limits: limits)
    let conversation = try Conversation(
      about: "the cover", with: pool,
      [(.fitCover, Wire.bytes(request)), (.picture, picture.bytes)])
    let fitted = try tags(from: conversation, pictures: 1, pictureBytes: cover.bytes)
    guard let result = fitted.pictures.first else { throw conversation.nonsense() }
    return result
  }

  private func tags(
    from conversation: Conversation, pictures: Int, pictureBytes: Int
  ) throws -> FileTags {
    let header = try conversation.nextHeader()
    if header.kind == .failure { throw try conversation.failure(of: header) }
    guard header.kind == .tags else { throw conversation.nonsense() }
    let reply: TagsReply = try conversation.message(of: header)
    var tags = reply.tags
    // Files hold such numbers in 32 bits, with a sign or without.
    let isPlausible = tags.pictures.allSatisfy { picture in
      [picture.width, picture.height, picture.kind.rawValue].allSatisfy {
        (Int(Int32.min)...Int(UInt32.max)).contains($0)
      }
    }
    guard tags.pictures.count <= pictures, isPlausible else { throw conversation.nonsense() }
    for index in tags.pictures.indices {
      let header = try conversation.nextHeader()
      guard header.kind == .picture else { throw conversation.nonsense() }
      tags.pictures[index].bytes = try conversation.body(of: header, allowed: pictureBytes)
    }
    conversation.finish()
    return tags
  }
}

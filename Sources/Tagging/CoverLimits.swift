/// How large a cover a delivered file may carry.
public struct CoverLimits: Sendable, Equatable, Codable {
  /// Longest side in pixels; larger pictures are scaled down.
  public var edge: Int
  /// Bytes of the picture's file; a larger one is written again as JPEG.
  public var bytes: Int
  /// libjpeg's quality, 1…100, for pictures that are written again.
  public var jpegQuality: Int

  /// The defaults are chosen: a 640-pixel square fills a phone's player at about 100 KB.
  public init(edge: Int = 640, bytes: Int = 200_000, jpegQuality: Int = 88) {
    self.edge = edge
    self.bytes = bytes
    self.jpegQuality = jpegQuality
  }
}

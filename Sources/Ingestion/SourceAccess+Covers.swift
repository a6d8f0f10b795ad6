public import Sound
public import Tagging

extension SourceAccess {
  /// The cover that a file carries; nil where it carries none.
  public func cover(of path: SourcePath) throws -> Picture? { try tags(of: path).cover }

  /// The picture within limits, as a JPEG or PNG.
  public func fittedCover(_ picture: Picture, to limits: CoverLimits) throws -> Picture {
    try fitted(picture, to: limits)
  }
}

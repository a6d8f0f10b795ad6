/// Brings covers to the size a delivered file may carry.
public enum CoverArt {
  /// The picture itself where it is within the limits and a JPEG or PNG; else scaled down and
  /// written again as JPEG.
  ///
  /// The same picture always gives the same bytes.
  ///
  /// - Throws: `TaggingError.notAPicture` or `pictureTooLarge`; a cover is then best left out.
  public static func fitted(
    _ picture: Picture, to limits: CoverLimits, allowing reading: TaggingLimits = TaggingLimits()
  ) throws(TaggingError) -> Picture {
    guard let header = PictureHeader(picture.bytes) else {
      throw .notAPicture(mime: picture.mime, bytes: picture.bytes.count)
    }
    let pixels = header.width.multipliedReportingOverflow(by: header.height)
    guard !pixels.overflow, pixels.partialValue <= reading.picturePixels else {
      throw .pictureTooLarge(
        width: header.width, height: header.height, allowed: reading.picturePixels)
    }
    let longest = max(header.width, header.height)
    let isReadable = header.format == .jpeg || header.format == .png
    if longest <= limits.edge, picture.bytes.count <= limits.bytes, isReadable {
      var same = picture
      same.mime = header.mime
      same.width = header.width
      same.height = header.height
      return same
    }
    let image = try GDImage(picture, header)
    let scale = min(1, Double(limits.edge) / Double(longest))
    var edge = scale
    var quality = limits.jpegQuality
    // A busy picture may still be too many bytes: first with less quality, then smaller.
    for _ in 0..<12 {
      let width = max(1, Int((Double(header.width) * edge).rounded()))
      let height = max(1, Int((Double(header.height) * edge).rounded()))
      let bytes = try image.jpeg(width: width, height: height, quality: quality)
      if bytes.count <= limits.bytes {
        return Picture(
          mime: "image/jpeg", kind: picture.kind, description: picture.description, bytes: bytes,
          width: width, height: height)
      }
      if quality > 60 { quality = max(60, quality - 10) } else { edge *= 0.75 }
    }
    throw .pictureTooLarge(width: header.width, height: header.height, allowed: limits.bytes)
  }
}

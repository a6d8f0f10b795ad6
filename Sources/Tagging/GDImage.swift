import CGD

/// A picture that libgd has decoded, and its only owner.
@safe struct GDImage: ~Copyable {
  private let handle: gdImagePtr

  /// - Precondition: the header's size has been checked against the limits.
  init(_ picture: Picture, _ header: PictureHeader) throws(TaggingError) {
    let count = Int32(clamping: picture.bytes.count)
    // libgd reads only, though it asks for a mutable pointer.
    var bytes = picture.bytes
    let decoded = unsafe bytes.withUnsafeMutableBytes { buffer -> gdImagePtr? in
      let base = buffer.baseAddress
      return switch header.format {
      case .jpeg: unsafe gdImageCreateFromJpegPtrEx(count, base, 1)
      case .png: unsafe gdImageCreateFromPngPtr(count, base)
      case .gif: unsafe gdImageCreateFromGifPtr(count, base)
      case .webp: unsafe gdImageCreateFromWebpPtr(count, base)
      case .bmp: unsafe gdImageCreateFromBmpPtr(count, base)
      }
    }
    guard let decoded = unsafe decoded else {
      throw .notAPicture(mime: picture.mime, bytes: picture.bytes.count)
    }
    unsafe handle = decoded
  }

  deinit { unsafe gdImageDestroy(handle) }

  /// The picture at another size, on white where it is transparent, as a baseline JPEG.
  func jpeg(width: Int, height: Int, quality: Int) throws(TaggingError) -> [UInt8] {
    guard let target = unsafe gdImageCreateTrueColor(Int32(width), Int32(height)) else {
      throw .notAPicture(mime: "image/jpeg", bytes: 0)
    }
    defer { unsafe gdImageDestroy(target) }
    unsafe gdImageFilledRectangle(target, 0, 0, Int32(width), Int32(height), 0xFF_FFFF)
    unsafe gdImageAlphaBlending(target, 1)
    // Each target pixel is the mean of the source's area under it.
    unsafe gdImageCopyResampled(
      target, handle, 0, 0, 0, 0, Int32(width), Int32(height), handle.pointee.sx,
      handle.pointee.sy)
    var count: Int32 = 0
    guard let bytes = unsafe gdImageJpegPtr(target, &count, Int32(quality)) else {
      throw .notAPicture(mime: "image/jpeg", bytes: 0)
    }
    defer { unsafe gdFree(bytes) }
    return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  }
}

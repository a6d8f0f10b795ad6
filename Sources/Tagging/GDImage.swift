import COnDemand

/// A picture that libgd has decoded, and its only owner.
@safe struct GDImage: ~Copyable {
  private let handle: gdImagePtr
  private let gd: UnsafePointer<gd_functions>

  /// - Precondition: the header's size has been checked against the limits.
  /// - Throws: `notAPicture`; `libraryMissing` where libgd is not installed.
  init(_ picture: Picture, _ header: PictureHeader) throws(TaggingError) {
    guard let gd = unsafe gd_on_demand() else { throw .libraryMissing("libgd") }
    let count = Int32(clamping: picture.bytes.count)
    // libgd reads only, though it asks for a mutable pointer.
    var bytes = picture.bytes
    let decoded = unsafe bytes.withUnsafeMutableBytes { buffer -> gdImagePtr? in
      let base = buffer.baseAddress
      return switch header.format {
      case .jpeg: unsafe gd.pointee.gdImageCreateFromJpegPtrEx(count, base, 1)
      case .png: unsafe gd.pointee.gdImageCreateFromPngPtr(count, base)
      case .gif: unsafe gd.pointee.gdImageCreateFromGifPtr(count, base)
      case .webp: unsafe gd.pointee.gdImageCreateFromWebpPtr(count, base)
      case .bmp: unsafe gd.pointee.gdImageCreateFromBmpPtr(count, base)
      }
    }
    guard let decoded = unsafe decoded else {
      throw .notAPicture(mime: picture.mime, bytes: picture.bytes.count)
    }
    unsafe (handle, self.gd) = unsafe (decoded, gd)
  }

  deinit { unsafe gd.pointee.gdImageDestroy(handle) }

  /// The picture at another size, on white where it is transparent, as a baseline JPEG.
  func jpeg(width: Int, height: Int, quality: Int) throws(TaggingError) -> [UInt8] {
    guard let target = unsafe gd.pointee.gdImageCreateTrueColor(Int32(width), Int32(height)) else {
      throw .notAPicture(mime: "image/jpeg", bytes: 0)
    }
    defer { unsafe gd.pointee.gdImageDestroy(target) }
    unsafe gd.pointee.gdImageFilledRectangle(target, 0, 0, Int32(width), Int32(height), 0xFF_FFFF)
    unsafe gd.pointee.gdImageAlphaBlending(target, 1)
    // Each target pixel is the mean of the source's area under it.
    unsafe gd.pointee.gdImageCopyResampled(
      target, handle, 0, 0, 0, 0, Int32(width), Int32(height), handle.pointee.sx,
      handle.pointee.sy)
    var count: Int32 = 0
    guard let bytes = unsafe gd.pointee.gdImageJpegPtr(target, &count, Int32(quality)) else {
      throw .notAPicture(mime: "image/jpeg", bytes: 0)
    }
    defer { unsafe gd.pointee.gdFree(bytes) }
    return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  }
}

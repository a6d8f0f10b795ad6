import CTagLib

/// What TagLib read from one file, and its only owner.
@safe struct TagLibFile: ~Copyable {
  private let handle: OpaquePointer

  init(path: String, limits: TaggingLimits) throws(TaggingError) {
    var failure: Int32 = 0
    let bounds = assonance_tag_limits(
      values: limits.values, value_bytes: limits.valueBytes, total_bytes: limits.totalBytes,
      pictures: limits.pictures, picture_bytes: limits.pictureBytes)
    guard let handle = unsafe assonance_tags_read(path, bounds, &failure) else {
      throw .unreadable(path: path, errno: failure)
    }
    unsafe self.handle = handle
  }

  deinit { unsafe assonance_tags_free(handle) }

  var fieldCount: Int { unsafe assonance_tags_fields(handle) }
  var pictureCount: Int { unsafe assonance_tags_pictures(handle) }
  /// Values and pictures that a limit left out.
  var skipped: Int { unsafe assonance_tags_skipped(handle) }

  /// The name in upper case, and the value's bytes in no known encoding.
  func field(_ index: Int) -> (name: String, value: [UInt8]) {
    let field = unsafe assonance_tags_field(handle, index)
    let name = unsafe String(decoding: Self.array(field.name), as: UTF8.self).uppercased()
    return unsafe (name, Self.array(field.value))
  }

  func picture(_ index: Int) -> Picture {
    let picture = unsafe assonance_tags_picture(handle, index)
    return unsafe Picture(
      mime: TextRepair.text(of: Self.array(picture.mime)).value,
      kind: Picture.Kind(rawValue: Int(picture.kind)),
      description: TextRepair.text(of: Self.array(picture.description)).value,
      bytes: Self.array(picture.data))
  }

  private static func array(_ bytes: assonance_bytes) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: bytes.bytes, count: bytes.count))
  }
}

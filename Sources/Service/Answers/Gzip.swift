import CZlib

/// Bytes in gzip's format (RFC 1952).
enum Gzip {
  /// zlib's level; chosen: on audio-analysis documents level 5 is 3 % smaller than 2 and costs twice as much.
  private static let level: Int32 = 2

  /// The bytes compressed; nil where zlib refuses, which it does for want of memory only.
  static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = unsafe z_stream()
    guard unsafe assonance_gzip_init(&stream, level) == Z_OK else { return nil }
    defer { unsafe deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))))
    let code = unsafe input.withUnsafeMutableBufferPointer { from in
      unsafe output.withUnsafeMutableBufferPointer { into in
        unsafe stream.next_in = from.baseAddress
        unsafe stream.avail_in = UInt32(from.count)
        unsafe stream.next_out = into.baseAddress
        unsafe stream.avail_out = UInt32(into.count)
        return unsafe deflate(&stream, Z_FINISH)
      }
    }
    guard code == Z_STREAM_END else { return nil }
    output.removeLast(unsafe output.count - Int(stream.total_out))
    return output
  }
}

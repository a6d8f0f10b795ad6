internal import CSndfile
internal import Glibc
internal import Sound
internal import Synchronization

/// One open file of libsndfile.
@safe struct SndfileHandle: ~Copyable {
  /// Why libsndfile did not open a file.
  enum Refusal: Error {
    /// It knows the format or the encoding not at all.
    case unknown
    /// It knows it, and the header breaks its rules.
    case malformed
    /// The system failed; its error number.
    case system(Int32)
  }

  private let pointer: OpaquePointer
  let info: SF_INFO

  /// Opens `file`: with `raw` as bare samples of that format, rate and number of channels, else as its
  /// header says.
  init(_ file: borrowing RegularFile, raw: SF_INFO? = nil) throws(Refusal) {
    var info = raw ?? SF_INFO()
    // A descriptor of its own: libsndfile moves the position and closes it.
    let descriptor = dup(file.descriptor)
    guard descriptor >= 0 else { throw .system(errno) }
    // libsndfile takes the position of the descriptor for the beginning of the file, and refuses bare
    // samples anywhere else; where they begin is told to it by a command.
    lseek(descriptor, 0, SEEK_SET)
    unsafe pointer = try unsafe Self.open(descriptor, &info)
    self.info = info
  }

  private static func open(
    _ descriptor: Int32, _ info: inout SF_INFO
  ) throws(Refusal) -> OpaquePointer {
    // The reason of a failure stands in a variable that all threads share.
    let answer = opening.withLock { _ in
      let pointer = unsafe sf_open_fd(descriptor, Int32(SFM_READ), &info, 1)
      return unsafe (UInt(bitPattern: pointer), pointer == nil ? sf_error(nil) : 0)
    }
    if let pointer = unsafe OpaquePointer(bitPattern: answer.0) { return unsafe pointer }
    switch Int(answer.1) {
    case Int(SF_ERR_SYSTEM): throw .system(EIO)
    case Int(SF_ERR_UNRECOGNISED_FORMAT), Int(SF_ERR_UNSUPPORTED_ENCODING): throw .unknown
    default: throw .malformed
    }
  }

  private static let opening = Mutex(())

  /// Says where the bare samples begin; false where libsndfile refuses.
  func skip(to offset: Int) -> Bool {
    var start = sf_count_t(offset)
    let size = Int32(MemoryLayout<sf_count_t>.size)
    guard unsafe sf_command(pointer, Int32(SFC_SET_RAW_START_OFFSET), &start, size) == SF_FALSE
    else { return false }
    // The command alone leaves the first read where the file begins (seen in 1.2.0).
    return unsafe sf_seek(pointer, 0, SEEK_SET) == 0
  }

  deinit { unsafe sf_close(pointer) }

  /// Reads up to `frames` frames, interleaved, to the start of `buffer`; 0 at the end.
  func read(into buffer: inout [Float], frames: Int) -> Int {
    let room = buffer.count / Int(info.channels)
    return Int(unsafe sf_readf_float(pointer, &buffer, sf_count_t(min(frames, room))))
  }

  /// Whether the last call failed in the operating system, not in the file.
  var hasSystemError: Bool { unsafe sf_error(pointer) == SF_ERR_SYSTEM }

  /// libsndfile's code for each channel's place, or nil where the file does not say.
  func channelMap() -> [Int32]? {
    var map = [Int32](repeating: 0, count: Int(info.channels))
    let size = Int32(map.count * MemoryLayout<Int32>.size)
    let answer = unsafe sf_command(pointer, Int32(SFC_GET_CHANNEL_MAP_INFO), &map, size)
    return answer == SF_TRUE ? map : nil
  }
}

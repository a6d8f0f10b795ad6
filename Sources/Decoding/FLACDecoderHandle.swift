internal import CSndfile

/// One decoder of libFLAC, which allocates it: its address is fixed.
@safe struct FLACDecoderHandle: ~Copyable {
  private let pointer: UnsafeMutablePointer<FLAC__StreamDecoder>

  /// Nil where there is no memory for it.
  init?() {
    guard let pointer = unsafe FLAC__stream_decoder_new() else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe FLAC__stream_decoder_delete(pointer) }

  /// Begins a stream whose bytes, frames and errors go to `client`, which must outlive the handle.
  func begin(_ client: FLACStream, isOgg: Bool) -> Bool {
    // The MD5 of the samples is taken by the decoder, while they are in its cache.
    _ = unsafe FLAC__stream_decoder_set_md5_checking(pointer, 1)
    let begin =
      unsafe isOgg
      ? FLAC__stream_decoder_init_ogg_stream : FLAC__stream_decoder_init_stream
    let status = unsafe begin(
      pointer, readBytes, nil, tellPosition, nil, hasEnded, takeFrame, takeMetadata, takeError,
      Unmanaged.passUnretained(client).toOpaque())
    return status == FLAC__STREAM_DECODER_INIT_STATUS_OK
  }

  /// Reads up to the first frame.
  func readMetadata() -> Bool {
    unsafe FLAC__stream_decoder_process_until_end_of_metadata(pointer) != 0
  }

  /// Decodes one frame, or finds the next after damage; false where there is nothing more.
  func advance() -> Bool {
    guard unsafe FLAC__stream_decoder_process_single(pointer) != 0 else { return false }
    let state = unsafe FLAC__stream_decoder_get_state(pointer)
    return state.rawValue < FLAC__STREAM_DECODER_END_OF_STREAM.rawValue
  }

  /// The byte behind the last frame; nil where that is not known.
  func position() -> Int? {
    var position: FLAC__uint64 = 0
    let isKnown = unsafe FLAC__stream_decoder_get_decode_position(pointer, &position) != 0
    return isKnown ? Int(clamping: position) : nil
  }

  /// Ends the stream; false where the MD5 of the samples is not that of the header.
  ///
  /// A header without one is not held against anything.
  func finish() -> Bool { unsafe FLAC__stream_decoder_finish(pointer) != 0 }
}

// libFLAC calls these from within `readMetadata` and `advance`; none of them can throw across it, so
// each leaves what went wrong with the client.

private func client(_ data: UnsafeMutableRawPointer?) -> FLACStream? {
  guard let data = unsafe data else { return nil }
  return unsafe Unmanaged<FLACStream>.fromOpaque(data).takeUnretainedValue()
}

private func readBytes(
  _: UnsafePointer<FLAC__StreamDecoder>?, buffer: UnsafeMutablePointer<FLAC__byte>?,
  count: UnsafeMutablePointer<Int>?, data: UnsafeMutableRawPointer?
) -> FLAC__StreamDecoderReadStatus {
  guard let stream = unsafe client(data), let buffer = unsafe buffer, let count = unsafe count
  else { return FLAC__STREAM_DECODER_READ_STATUS_ABORT }
  let room = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: count.pointee)
  guard let length = unsafe stream.supply(room) else {
    return FLAC__STREAM_DECODER_READ_STATUS_ABORT
  }
  unsafe count.pointee = length
  return length == 0
    ? FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM : FLAC__STREAM_DECODER_READ_STATUS_CONTINUE
}

private func tellPosition(
  _: UnsafePointer<FLAC__StreamDecoder>?, position: UnsafeMutablePointer<FLAC__uint64>?,
  data: UnsafeMutableRawPointer?
) -> FLAC__StreamDecoderTellStatus {
  guard let stream = unsafe client(data) else { return FLAC__STREAM_DECODER_TELL_STATUS_ERROR }
  unsafe position?.pointee = FLAC__uint64(stream.bytePosition)
  return FLAC__STREAM_DECODER_TELL_STATUS_OK
}

private func hasEnded(
  _: UnsafePointer<FLAC__StreamDecoder>?, data: UnsafeMutableRawPointer?
) -> FLAC__bool {
  unsafe client(data)?.isAtEnd == false ? 0 : 1
}

private func takeFrame(
  _: UnsafePointer<FLAC__StreamDecoder>?, frame: UnsafePointer<FLAC__Frame>?,
  channels: UnsafePointer<UnsafePointer<FLAC__int32>?>?, data: UnsafeMutableRawPointer?
) -> FLAC__StreamDecoderWriteStatus {
  guard let stream = unsafe client(data), let header = unsafe frame?.pointee.header,
    let channels = unsafe channels
  else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
  let length = Int(header.blocksize)
  if stream.isOwn(header) {
    let samples = unsafe FrameSamples(channels, channels: stream.channels, length: length)
    // Numbered by samples always: libFLAC multiplies the numbers of fixed-size blocks out.
    stream.take(samples, at: unsafe Int(clamping: header.number.sample_number))
  } else {
    stream.skipForeignFrame(length: length)
  }
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
}

private func takeMetadata(
  _: UnsafePointer<FLAC__StreamDecoder>?, block: UnsafePointer<FLAC__StreamMetadata>?,
  data: UnsafeMutableRawPointer?
) {
  guard let stream = unsafe client(data), let block = unsafe block,
    unsafe block.pointee.type == FLAC__METADATA_TYPE_STREAMINFO
  else { return }
  unsafe stream.take(block.pointee.data.stream_info)
}

private func takeError(
  _: UnsafePointer<FLAC__StreamDecoder>?, _: FLAC__StreamDecoderErrorStatus,
  data: UnsafeMutableRawPointer?
) {
  unsafe client(data)?.noteError()
}

import CVorbis
public import Sound

/// Decodes a rendition back into PCM.
@safe public struct RenditionReader: PCMSource, ~Copyable {
  public let format: PCMFormat
  /// Frames of the whole, as the last page's granule position says.
  public let frames: Int

  private let path: String
  /// At a fixed address: libvorbisfile keeps pointers into it.
  private let file: UnsafeMutablePointer<OggVorbis_File>

  /// - Parameter path: of a file on this machine.
  /// - Throws: `LadderError.damagedRendition` where libvorbis cannot open it.
  public init(path: String) throws(LadderError) {
    let file = UnsafeMutablePointer<OggVorbis_File>.allocate(capacity: 1)
    unsafe file.initialize(to: OggVorbis_File())
    let code = unsafe ov_fopen(path, file)
    guard code == 0, let info = unsafe ov_info(file, -1) else {
      // A failed ov_fopen has cleared the structure itself; `deinit` must not, so no property is set yet.
      unsafe file.deallocate()
      throw .damagedRendition(
        path: path, reason: "libvorbis cannot open it (code \(code))", offset: nil)
    }
    self.path = path
    unsafe self.file = file
    unsafe format = PCMFormat(
      sampleRate: SampleRate(hertz: info.pointee.rate), channels: Int(info.pointee.channels))
    unsafe frames = Int(ov_pcm_total(file, -1))
  }

  deinit {
    unsafe ov_clear(file)
    unsafe file.deallocate()
  }

  public mutating func read(into block: inout PCMBlock, frames wanted: Int) throws(LadderError) {
    block.resize(frames: wanted)
    var done = 0
    while done < wanted {
      var planes: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>?
      var link: Int32 = 0
      let count = unsafe ov_read_float(file, &planes, Int32(wanted - done), &link)
      guard count >= 0 else {
        throw .damagedRendition(
          path: path, reason: "a gap in its packets (code \(count))",
          offset: unsafe Int(ov_raw_tell(file)))
      }
      guard count > 0, let planes = unsafe planes else { break }
      for channel in 0..<format.channels {
        guard let plane = unsafe planes[channel] else { continue }
        let samples = unsafe Span(_unsafeStart: plane, count: count)
        var out = block.channels[channel].mutableSpan
        for i in 0..<count { out[done + i] = samples[i] }
      }
      done += count
    }
    block.resize(frames: done)
  }

  /// Goes to `frame`, exactly.
  public mutating func seek(to frame: Int) throws(LadderError) {
    let code = unsafe ov_pcm_seek(file, Int64(frame))
    guard code == 0 else {
      throw .damagedRendition(
        path: path, reason: "no way to frame \(frame) (code \(code))", offset: nil)
    }
  }
}

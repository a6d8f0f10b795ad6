import CVorbis
import Sound

/// libvorbis' encoder for one stream, and its only owner.
///
/// The three C structures point at each other, so they live at one fixed address.
@safe struct VorbisEncoder: ~Copyable {
  /// The packets every decoder needs first (Vorbis I, §4.2), and the words libvorbis signs with.
  struct Headers: Sendable {
    let identification: [UInt8]
    let vendor: String
    let setup: [UInt8]
  }

  @safe private struct Parts {
    var info = unsafe vorbis_info()
    var state = unsafe vorbis_dsp_state()
    var block = unsafe vorbis_block()
    var isReady = false
  }

  let headers: Headers
  let channels: Int
  private let parts: UnsafeMutablePointer<Parts>
  private let gain: Float

  /// Frames handed over at a time, always: libvorbis looks at what has arrived when it extrapolates
  /// before the first frame, so its output depends on the size.
  ///
  /// 1024 is also what costs least: it moves all that waits in its buffer after each of its blocks.
  private static let sliceFrames = 1024
  /// Frames of the present slice that are in libvorbis' buffer already.
  private var waiting = 0

  init(_ plan: RungPlan) throws(LadderError) {
    channels = plan.channels
    gain = plan.rung.gain == 0 ? 1 : Float(Decibels.linear(plan.rung.gain))
    unsafe parts = .allocate(capacity: 1)
    unsafe parts.initialize(to: Parts())
    unsafe vorbis_info_init(&parts.pointee.info)
    let code = unsafe Self.setUp(&parts.pointee.info, plan)
    guard code == 0 else {
      unsafe vorbis_info_clear(&parts.pointee.info)
      unsafe parts.deallocate()
      throw .encoderRefused(
        rung: plan.rung.name, sampleRate: plan.sampleRate.hertz, channels: plan.channels,
        code: code)
    }
    unsafe vorbis_analysis_init(&parts.pointee.state, &parts.pointee.info)
    unsafe vorbis_block_init(&parts.pointee.state, &parts.pointee.block)
    unsafe headers = Self.headers(of: &parts.pointee.state)
  }

  deinit {
    // In the order of libvorbis' encoder example: each is cleared before what it points at.
    unsafe vorbis_block_clear(&parts.pointee.block)
    unsafe vorbis_dsp_clear(&parts.pointee.state)
    unsafe vorbis_info_clear(&parts.pointee.info)
    unsafe parts.deinitialize(count: 1)
    unsafe parts.deallocate()
  }

  /// Encodes frames, one array a channel, and gives the packets that are ready to `stream`.
  mutating func encode(_ planes: [[Float]], into stream: inout AudioPages) throws(LadderError) {
    let frames = planes[0].count
    var start = 0
    while start < frames {
      let count = min(Self.sliceFrames - waiting, frames - start)
      // The same place as long as nothing has been handed over.
      let buffer = unsafe vorbis_analysis_buffer(&parts.pointee.state, Int32(Self.sliceFrames))
      guard let target = unsafe buffer else { return }
      for channel in 0..<channels {
        guard let plane = unsafe target[channel] else { continue }
        let source = planes[channel]
        let samples = source.span
        var out = unsafe MutableSpan(_unsafeStart: plane + waiting, count: count)
        for i in 0..<count { out[i] = gain * samples[start + i] }
      }
      start += count
      waiting += count
      if waiting == Self.sliceFrames { try handOver(to: &stream) }
    }
  }

  /// Ends the stream: libvorbis extrapolates past the last frame and trims by the last granule
  /// position.
  mutating func finish(into stream: inout AudioPages) throws(LadderError) {
    if waiting > 0 { try handOver(to: &stream) }
    unsafe vorbis_analysis_wrote(&parts.pointee.state, 0)
    try drain(into: &stream)
  }

  private mutating func handOver(to stream: inout AudioPages) throws(LadderError) {
    unsafe vorbis_analysis_wrote(&parts.pointee.state, Int32(waiting))
    waiting = 0
    try drain(into: &stream)
  }

  private func drain(into stream: inout AudioPages) throws(LadderError) {
    var packet = unsafe ogg_packet()
    while unsafe vorbis_analysis_blockout(&parts.pointee.state, &parts.pointee.block) == 1 {
      unsafe vorbis_analysis(&parts.pointee.block, nil)
      unsafe vorbis_bitrate_addblock(&parts.pointee.block)
      while unsafe vorbis_bitrate_flushpacket(&parts.pointee.state, &packet) == 1 {
        let bytes = unsafe Span(_unsafeStart: packet.packet, count: packet.bytes)
        try unsafe stream.append(bytes, granule: packet.granulepos, isLast: packet.e_o_s != 0)
      }
    }
  }

  private static func setUp(_ info: inout vorbis_info, _ plan: RungPlan) -> Int32 {
    let rate = plan.sampleRate.hertz
    if let quality = plan.quality {
      return unsafe vorbis_encode_init_vbr(&info, plan.channels, rate, Float(quality))
    }
    let bitrate = plan.nominalBitrate
    let code = unsafe vorbis_encode_setup_managed(&info, plan.channels, rate, -1, bitrate, -1)
    if code != 0 { return code }
    var management = ovectl_ratemanage2_arg()
    _ = unsafe vorbis_encode_ctl(&info, OV_ECTL_RATEMANAGE2_GET, &management)
    management.management_active = 1
    if plan.rung.mode == .bounded {
      // Kilobits of 1000, the smallest limits that hold the nominal; a reservoir of two seconds,
      // filled to a tenth (libvorbis' own default for the bias).
      management.bitrate_limit_min_kbps = bitrate / 1000
      management.bitrate_limit_max_kbps = (bitrate + 999) / 1000
      management.bitrate_limit_reservoir_bits = 2 * bitrate
      management.bitrate_limit_reservoir_bias = 0.1
    } else {
      management.bitrate_limit_min_kbps = 0
      management.bitrate_limit_max_kbps = 0
      management.bitrate_average_kbps = bitrate / 1000
    }
    _ = unsafe vorbis_encode_ctl(&info, OV_ECTL_RATEMANAGE2_SET, &management)
    return unsafe vorbis_encode_setup_init(&info)
  }

  private static func headers(of state: inout vorbis_dsp_state) -> Headers {
    var comment = unsafe vorbis_comment()
    unsafe vorbis_comment_init(&comment)
    defer { unsafe vorbis_comment_clear(&comment) }
    var identification = unsafe ogg_packet()
    var comments = unsafe ogg_packet()
    var setup = unsafe ogg_packet()
    unsafe vorbis_analysis_headerout(&state, &comment, &identification, &comments, &setup)
    let signed = unsafe bytes(of: comments)
    return unsafe Headers(
      identification: bytes(of: identification), vendor: VorbisComments.vendor(of: signed),
      setup: bytes(of: setup))
  }

  private static func bytes(of packet: ogg_packet) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: packet.packet, count: packet.bytes))
  }
}

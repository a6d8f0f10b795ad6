/// Lays the packets of one logical stream into pages (RFC 3533 §5 and §6).
struct OggPager {
  /// Pages that are full, one after the other, until somebody takes them.
  private(set) var pages: [UInt8] = []

  let serial: UInt32
  private(set) var sequence: UInt32
  private var segments: [UInt8] = []
  private var body: [UInt8] = []
  private var granule: Int64 = -1
  private var isContinued = false
  private var isFirst: Bool

  /// - Parameters:
  ///   - serial: the stream's number on every page.
  ///   - sequence: number of the first page that is written.
  ///   - beginsStream: whether that page is the stream's first.
  init(serial: UInt32, sequence: UInt32 = 0, beginsStream: Bool) {
    self.serial = serial
    self.sequence = sequence
    isFirst = beginsStream
    segments.reserveCapacity(OggPage.maximumSegments)
    body.reserveCapacity(OggPage.maximumSegments * 255)
    pages.reserveCapacity(2 * OggPage.maximumSegments * 255)
  }

  /// Bytes of packets on the page that is being filled.
  var pendingBytes: Int { body.count }
  /// Whether a packet of `count` bytes fits on the page that is being filled.
  func fits(_ count: Int) -> Bool {
    segments.count + count / 255 + 1 <= OggPage.maximumSegments
  }

  /// Adds a packet after which a decoder has put out `granule` frames.
  ///
  /// A packet too long for the page goes on on the next.
  mutating func append(_ packet: Span<UInt8>, granule end: Int64) {
    var offset = 0
    while true {
      if segments.count == OggPage.maximumSegments {
        flush()
        isContinued = offset > 0
      }
      let count = min(255, packet.count - offset)
      segments.append(UInt8(count))
      unsafe packet.extracting(offset..<offset + count).withUnsafeBufferPointer {
        unsafe body.append(contentsOf: $0)
      }
      offset += count
      if count < 255 { break }
    }
    granule = end
  }

  /// Ends the page that is being filled, if there is anything on it or it is the stream's last.
  mutating func flush(isLast: Bool = false) {
    guard isLast || !segments.isEmpty else { return }
    var flags: OggPage.Flags = []
    if isContinued { flags.insert(.continued) }
    if isFirst { flags.insert(.first) }
    if isLast { flags.insert(.last) }
    // Taken out while it grows: the page's parts are borrowed from the same value.
    var output = pages
    pages = []
    OggPage.append(
      flags: flags, granule: granule, serial: serial, sequence: sequence, segments: segments.span,
      body: body.span, to: &output)
    pages = output
    sequence &+= 1
    isContinued = false
    isFirst = false
    granule = -1
    segments.removeAll(keepingCapacity: true)
    body.removeAll(keepingCapacity: true)
  }

  /// Forgets the pages that were taken; their room is kept.
  mutating func removePages() { pages.removeAll(keepingCapacity: true) }
}

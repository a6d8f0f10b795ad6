/// The audio pages of a rendition while it is made: laid out, counted, and written beside their place.
///
/// Serial and sequence numbers are given at the end, when the track's id and the length of the header
/// are known.
struct AudioPages: ~Copyable {
  /// A page is ended once it holds this much audio, in seconds.
  ///
  /// Chosen: half of the second that a listener who jumps is willing to wait for, and 1.5 KB at the
  /// lowest rung.
  static let pageSeconds = 0.5
  /// A page is ended before it grows beyond this many bytes of packets.
  ///
  /// Chosen: at 320 kbps still a fifth of a second, with 0.8 % for Ogg's own bytes.
  static let pageBytes = 8_192

  private(set) var seekTable: SeekTable
  private(set) var meter: BitrateMeter
  private var pager: OggPager
  private let file: GrowingFile
  private let pageFrames: Int64
  /// Granule position at the end of the page before.
  private var pageStart: Int64 = 0
  private var isPageEmpty = true
  private var written = 0
  private(set) var isFinished = false

  init(file: consuming GrowingFile, sampleRate: Int) {
    self.file = file
    pager = OggPager(serial: 0, beginsStream: false)
    pageFrames = Int64(Double(sampleRate) * Self.pageSeconds)
    seekTable = SeekTable(sampleRate: sampleRate)
    meter = BitrateMeter(sampleRate: sampleRate)
  }

  /// Adds an audio packet; a decoder has put out `granule` frames after it.
  mutating func append(
    _ packet: Span<UInt8>, granule: Int64, isLast: Bool
  ) throws(LadderError) {
    // The first page ends as soon as it holds a frame: decoders that learn the stream's start from it
    // (libavformat) trim the end only on a later page, so short files need two
    // with frames on both.
    let isStart = pageStart == 0 && lastGranule > 0 && granule > lastGranule
    if !isPageEmpty,
      isStart || granule - pageStart > pageFrames
        || pager.pendingBytes + packet.count > Self.pageBytes
        || !pager.fits(packet.count)
    {
      try endPage()
    }
    if isPageEmpty {
      // Who starts decoding here hears nothing of the first packet, which only primes the overlap:
      // the first frame that comes out is the one at its granule position.
      seekTable.append(frame: Int(granule), offset: written + pager.pages.count)
      isPageEmpty = false
    }
    pager.append(packet, granule: granule)
    meter.add(bytes: packet.count, granule: granule)
    lastGranule = granule
    if isLast {
      isFinished = true
      pager.flush(isLast: true)
      try write()
      meter.finish()
    }
  }

  private var lastGranule: Int64 = 0

  private mutating func endPage() throws(LadderError) {
    pager.flush()
    pageStart = lastGranule
    isPageEmpty = true
    if pager.pages.count >= 65_536 { try write() }
  }

  private mutating func write() throws(LadderError) {
    try file.write(pager.pages.span)
    written += pager.pages.count
    pager.removePages()
  }

  /// Path of the file that holds the pages.
  var path: String { file.path }
  var bytes: Int { written }
}

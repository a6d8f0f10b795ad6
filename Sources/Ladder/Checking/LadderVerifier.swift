public import Sound

/// Holds the renditions of one source against it in one pass over the source.
///
/// Takes the same frames as the encoder took, folds and resamples them in the same way, decodes each
/// rendition beside them, and compares.
public struct LadderVerifier: ~Copyable {
  private let feeds: FeedSet
  private let checks: [RenditionCheck]

  /// - Parameters:
  ///   - renditions: with the path on this machine at which each can be read.
  ///   - source: format of the frames that will be consumed.
  /// - Throws: `LadderError.damagedRendition` where one cannot be opened.
  public init(
    _ renditions: [(rendition: Rendition, path: String)], source: PCMFormat
  ) throws(LadderError) {
    let feeds = try FeedSet(
      renditions.map {
        PCMFormat(
          sampleRate: SampleRate(hertz: $0.rendition.sampleRate), channels: $0.rendition.channels)
      }, of: source)
    var checks: [RenditionCheck] = []
    for (rendition, path) in renditions { checks.append(try RenditionCheck(rendition, path: path)) }
    self.feeds = feeds
    self.checks = checks
  }

  /// Takes the source's next frames.
  public mutating func consume(_ block: PCMBlock) throws(LadderError) {
    if block.frames == 0 { return }
    guard SampleGuard.isSound(block.channels) else {
      var mended = block
      _ = SampleGuard.repair(&mended.channels)
      return try compare(mended)
    }
    try compare(block)
  }

  private func compare(_ block: PCMBlock) throws(LadderError) {
    try feeds.consume(block)
    for (index, check) in checks.enumerated() {
      let feed = feeds.indexOfStream[index]
      try check.consume(feeds.isSource(feed) ? block.channels : feeds.planes(feed))
    }
  }

  /// Ends the source; one report a rendition, in their order.
  public consuming func finish() throws(LadderError) -> [VerificationReport] {
    try feeds.finish()
    var reports: [VerificationReport] = []
    for (index, check) in checks.enumerated() {
      let feed = feeds.indexOfStream[index]
      if !feeds.isSource(feed) { try check.consume(feeds.planes(feed)) }
      reports.append(try check.finish())
    }
    return reports
  }
}

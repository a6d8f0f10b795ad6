public import Sound
import Tagging

/// Encodes one source into all its rungs in one pass.
///
/// Remembers one encoder's state a rung, whatever the source's length; the pages go to files in a
/// workplace of the store. What a rung gets does not depend on the size of the blocks. Thrown away before
/// `finish`, it leaves nothing behind.
public struct LadderEncoder: ~Copyable {
  public let format: PCMFormat
  /// What each rung becomes, in the order in which the rungs were given.
  public let plans: [RungPlan]
  /// Frames of the source so far.
  public private(set) var frames = 0

  private let store: any RenditionStore
  private let workplace: Workplace
  private let lanes: [RungLane]
  private var feeds: FeedSet
  private var repaired = 0

  /// - Parameters:
  ///   - rungs: what to make; their names are all different.
  ///   - format: the source's.
  ///   - store: where the renditions will go.
  /// - Throws: `LadderError` where a rung cannot be encoded or the store cannot be written.
  public init(
    rungs: [Rung], format: PCMFormat, store: any RenditionStore
  ) throws(LadderError) {
    var plans: [RungPlan] = []
    for rung in rungs { plans.append(try RungPlan(rung, for: format)) }
    let feeds = try FeedSet(plans.map(\.stream), of: format)
    let workplace = try store.makeWorkplace()
    var lanes: [RungLane] = []
    for (plan, feed) in zip(plans, feeds.indexOfStream) {
      lanes.append(try RungLane(plan, feed: feed, in: workplace))
    }
    self.format = format
    self.plans = plans
    self.store = store
    self.workplace = workplace
    self.lanes = lanes
    self.feeds = feeds
  }

  /// Takes the source's next frames.
  public mutating func consume(_ block: borrowing PCMBlock) throws(LadderError) {
    guard block.channels.count == format.channels else {
      throw .formatChanged(
        expected: format.channels, actual: block.channels.count, frame: frames)
    }
    if block.frames == 0 { return }
    frames += block.frames
    if SampleGuard.isSound(block.channels) {
      try encode(block)
    } else {
      var mended = copy block
      repaired += SampleGuard.repair(&mended.channels)
      try encode(mended)
    }
  }

  private mutating func encode(_ block: borrowing PCMBlock) throws(LadderError) {
    try feeds.consume(block)
    for lane in lanes {
      if feeds.isSource(lane.feed) {
        try lane.encode(block.channels)
      } else {
        try lane.encode(feeds.planes(lane.feed))
      }
    }
  }

  /// Ends the source and writes the finished files, tags and all, into the workplace; they get their final
  /// names by `StagedLadder.publish`.
  ///
  /// - Parameters:
  ///   - track: the track's id.
  ///   - tags: what every rung carries.
  /// - Returns: the finished files, not yet under their names.
  /// - Throws: `LadderError.storage` where a file cannot be written.
  public consuming func finish(
    track: String, tags: RenditionTags
  ) throws(LadderError) -> StagedLadder {
    try feeds.finish()
    var renditions: [Rendition] = []
    for lane in lanes {
      if !feeds.isSource(lane.feed) { try lane.encode(feeds.planes(lane.feed)) }
      try lane.finish()
      renditions.append(
        try lane.assemble(track: track, tags: tags, repaired: repaired, in: workplace))
    }
    return StagedLadder(
      renditions: renditions, source: format, sourceFrames: frames, store: store,
      workplace: workplace)
  }
}

import Sound

/// The feeds of a ladder: one for each stream that any rung wants.
final class FeedSet {
  /// For each stream that was asked for, the index of its feed.
  let indexOfStream: [Int]
  private var feeds: [FeedBox]

  /// Arrays hold no values that cannot be copied, so each feed has a box.
  private final class FeedBox {
    var feed: Feed
    init(_ feed: consuming Feed) { self.feed = feed }
  }

  init(_ streams: [PCMFormat], of source: PCMFormat) throws(LadderError) {
    var distinct: [PCMFormat] = []
    indexOfStream = streams.map { stream in
      if let index = distinct.firstIndex(of: stream) { return index }
      distinct.append(stream)
      return distinct.count - 1
    }
    feeds = []
    for stream in distinct { feeds.append(FeedBox(try Feed(stream, of: source))) }
  }

  func isSource(_ index: Int) -> Bool { feeds[index].feed.isSource }
  /// What feed `index` made last, one array a channel.
  func planes(_ index: Int) -> [[Float]] { feeds[index].feed.planes }

  func consume(_ block: borrowing PCMBlock) throws(LadderError) {
    for box in feeds { try box.feed.consume(block) }
  }

  func finish() throws(LadderError) {
    for box in feeds { try box.feed.finish() }
  }
}

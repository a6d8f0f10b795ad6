/// What of a fingerprint's words is looked up.
enum WordKeys {
  /// Chromaprint's frames follow each other at a third of 4 096 samples, 11 025 a second.
  static let secondsPerWord = 1365.0 / 11_025
  /// Bits of a word that are no key: those of its last two classifiers, as AcoustID leaves them out.
  private static let droppedBits: UInt32 = 4

  /// Where each key begins; a key that goes on is heard once, so silence and held tones stay few.
  static func postings(_ words: [UInt32]) -> [TrackPosting] {
    var postings: [TrackPosting] = []
    postings.reserveCapacity(words.count)
    var last: UInt32?
    for (time, word) in words.enumerated() {
      let key = word >> droppedBits
      if key != last { postings.append(TrackPosting(key: key, time: UInt32(time))) }
      last = key
    }
    return postings
  }
}

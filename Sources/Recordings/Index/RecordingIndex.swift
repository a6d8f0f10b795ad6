public import Sound

/// Both indices of a library, brought up to what its catalogue holds.
public struct RecordingIndex {
  public let words: PostingIndex
  public let landmarks: PostingIndex

  /// Opens the index to look tracks up in it; what its files lack is read into memory.
  ///
  /// - Parameters:
  ///   - folder: of its files; it need not exist.
  ///   - damaged: files that are left out.
  ///   - tracks: those of the library that can be heard.
  ///   - hearing: of a track; nil where there is none.
  /// - Returns: the index.
  /// - Throws: `incomplete` where the files lack more than memory shall hold, and what `hearing` throws.
  public static func reading(
    _ folder: String, without damaged: Set<String> = [], tracks: [TrackID],
    hearing: (TrackID) throws -> Hearing?
  ) throws -> RecordingIndex {
    let index = RecordingIndex(folder, tracks, without: damaged)
    try index.words.takeMissing { try hearing($0).map { WordKeys.postings($0.words) } }
    try index.landmarks.takeMissing {
      try hearing($0).map { LandmarkKeys.postings($0.landmarks.peaks) }
    }
    return index
  }

  /// Opens the index and brings its files up to the catalogue; damaged, stale and foreign ones are made anew.
  ///
  /// - Parameters:
  ///   - folder: of its files; it is made where it is missing.
  ///   - tracks: those of the library that can be heard.
  ///   - hearing: of a track; nil where there is none.
  /// - Returns: the index.
  /// - Throws: `storage`, and what `hearing` throws.
  public static func writing(
    _ folder: String, tracks: [TrackID], hearing: (TrackID) throws -> Hearing?
  ) throws -> RecordingIndex {
    let index = RecordingIndex(folder, tracks)
    try index.words.bring(to: tracks) { try hearing($0).map { WordKeys.postings($0.words) } }
    try index.landmarks.bring(to: tracks) {
      try hearing($0).map { LandmarkKeys.postings($0.landmarks.peaks) }
    }
    return index
  }

  private init(_ folder: String, _ tracks: [TrackID], without damaged: Set<String> = []) {
    words = PostingIndex(.words, in: folder, tracks: tracks, without: damaged)
    landmarks = PostingIndex(.landmarks, in: folder, tracks: tracks, without: damaged)
  }

  /// What does not fit: files that cannot be read, and tracks that stand in none.
  public var problems: (files: [String], missing: Int) {
    (words.rejected + landmarks.rejected, max(words.missing.count, landmarks.missing.count))
  }

  /// Looks at the files alone, reading every bucket.
  ///
  /// - Returns: the files that are damaged, stale or foreign, and how many of the tracks stand in none.
  public static func check(
    _ folder: String, tracks: [TrackID]
  ) -> (files: [String], missing: Int) {
    let index = RecordingIndex(folder, tracks)
    var (files, missing) = index.problems
    for part in index.words.parts + index.landmarks.parts where !part.segment.isSound {
      files.append(part.segment.path)
      missing = max(missing, part.segment.tracks.count - part.gone)
    }
    return (files.sorted(), missing)
  }

  /// Removes the files, so that they are made anew.
  public static func remove(_ files: [String]) { for file in files { PostingIndex.unlink(file) } }
}

extension PostingIndex {
  /// Updates the files; where one turns out to be damaged on the way it is thrown away and made anew.
  fileprivate func bring(
    to tracks: [TrackID], _ postings: (TrackID) throws -> [TrackPosting]?
  ) throws {
    do {
      try update(postings)
    } catch RecordingsError.damaged {
      open(tracks)
      try update(postings)
    }
  }
}

extension Segment {
  /// Whether every bucket is what was written.
  fileprivate var isSound: Bool {
    var reader = Anything()
    for bucket in 0..<buckets {
      do throws(RecordingsError) { try read(bucket: bucket, &reader) } catch { return false }
    }
    return true
  }
}

/// Takes nothing; reading a bucket checks it.
private struct Anything: GroupReader {
  mutating func begin(_ key: UInt32, count: Int, at offset: Int) -> GroupVerdict { .skip }
  mutating func take(_ position: UInt32) {}
}

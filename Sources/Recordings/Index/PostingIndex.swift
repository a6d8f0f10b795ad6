import Foundation
public import Sound

/// One kind of keys of a whole library: segments on disk, and in memory what is not in them yet.
///
/// The files are nothing but a faster way to what the catalogue holds: which tracks count is asked of it
/// whenever the index is opened, and whatever is missing, stale or damaged is made again. There is no list of
/// files that could disagree with them: a track that stands in two segments, because a merge was cut short, counts
/// in the larger one.
public final class PostingIndex {
  /// Memory for tracks that are read before they become a segment; chosen: 64 MB of them.
  static let batchPostings = 8_000_000
  /// Places of tracks in no segment that a reader takes into memory at most.
  ///
  /// chosen: 128 MB, the landmarks of some 3 000 tracks of four minutes; a library whose index is gone may have a
  /// hundred times as many.
  static let headPostings = 16_000_000

  public let content: IndexContent
  let folder: String
  var parts: [Part] = []
  /// Tracks of the library that no segment holds.
  public internal(set) var missing: [TrackID] = []
  var head = PostingBatch()
  /// Paths of files that were damaged, stale or of another version.
  public internal(set) var rejected: [String] = []

  /// A segment with those of its tracks that do not count.
  struct Part {
    let segment: Segment
    var isGone: [Bool]
    var gone: Int
  }

  /// Opens the index of a library.
  ///
  /// - Parameters:
  ///   - content: which of the two.
  ///   - folder: where its files lie; it need not exist.
  ///   - tracks: those of the library.
  ///   - damaged: files that are known to be damaged.
  public init(
    _ content: IndexContent, in folder: String, tracks: [TrackID], without damaged: Set<String> = []
  ) {
    self.content = content
    self.folder = folder
    open(tracks, without: damaged)
  }

  func open(_ tracks: [TrackID], without damaged: Set<String> = []) {
    var segments: [Segment] = []
    rejected = []
    for path in Self.files(of: content, in: folder) {
      if damaged.contains(path) {
        rejected.append(path)
        continue
      }
      do throws(RecordingsError) {
        segments.append(try Segment(path, content: content))
      } catch {
        rejected.append(path)
      }
    }
    segments.sort { ($0.postings, $1.path) > ($1.postings, $0.path) }
    var wanted = Set(tracks)
    parts = segments.map { segment in
      let isGone = segment.tracks.ids.map { wanted.remove($0) == nil }
      return Part(segment: segment, isGone: isGone, gone: isGone.count { $0 })
    }
    missing = tracks.filter(wanted.contains)
  }

  /// The index' files, whatever state they are in.
  static func files(of content: IndexContent, in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(content.rawValue + "-") && $0.hasSuffix(".idx") }
      .sorted().map { folder + "/" + $0 }
  }

  /// Bytes on disk.
  public var bytes: Int { parts.reduce(0) { $0 + $1.segment.bytes } }
  /// Segments on disk.
  public var segmentCount: Int { parts.count }
  /// Places at which keys are heard.
  public var postings: Int { parts.reduce(head.count) { $0 + $1.segment.postings } }
  /// Tracks that can be found.
  public var trackCount: Int {
    parts.reduce(head.tracks.count) { $0 + $1.segment.tracks.count - $1.gone }
  }
  /// Steps of time of all of them together.
  public var steps: Int {
    parts.reduce(Int(head.tracks.length)) { $0 + Int($1.segment.tracks.length) }
  }

  /// Takes the tracks that no segment holds into memory, for whoever may not write.
  ///
  /// - Parameters:
  ///   - limit: places at most.
  ///   - postings: of a track; nil where it has none.
  /// - Throws: `incomplete` where there are more, and what `postings` throws.
  func takeMissing(
    limit: Int = headPostings, _ postings: (TrackID) throws -> [TrackPosting]?
  ) throws {
    for track in missing {
      guard let places = try postings(track) else { continue }
      let steps = Int(places.map(\.time).max() ?? 0) + 1
      guard head.count + places.count <= limit, head.tracks.hasRoom(for: steps) else {
        throw RecordingsError.incomplete(tracks: missing.count)
      }
      head.append(track, places)
    }
    head.sort()
    missing = []
  }
}

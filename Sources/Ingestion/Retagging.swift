import Analysis
import Catalogue
import Decoding
import Ladder
import RealModule
import Sound
import Tagging

/// What the renditions of a track say about it, and bringing headers that say something else up to date.
///
/// Several files may hold a track's audio; the one whose tags say most speaks for it
/// (`SourceRecord.precedes`), whichever was ingested first.
struct Retagging {
  let library: Library
  let profile: LadderProfile

  /// What the renditions of a track shall say, of the catalogue or about to be.
  ///
  /// `newcomer` is a file that holds it and is not in the catalogue yet, with what was read of it;
  /// `loudness` as measured just now, nil for what the catalogue knows.
  func tags(
    of track: TrackID, with newcomer: (record: SourceRecord, tagging: FileTagging)? = nil,
    loudness: Loudness? = nil
  ) throws -> RenditionTags {
    var sources = try library.catalogue.sources(of: track)
    if let newcomer {
      sources.removeAll { $0.path == newcomer.record.path }
      sources.append(newcomer.record)
    }
    let speaker = sources.min { $0.precedes($1) }
    let entry = try readableEntry(of: track)
    let albumLevel = newcomer == nil ? try albumLevel(of: track) : nil
    var tagging = FileTagging()
    if let newcomer, speaker?.path == newcomer.record.path {
      tagging = newcomer.tagging
    } else {
      tagging.cover = try cover(from: speaker?.path, or: entry?.derivatives.renditions ?? [])
      if let tags = entry?.track.tags ?? speaker?.tags { tagging.tags = tags }
    }
    let level = (loudness ?? entry?.loudness).map(LoudnessTags.Level.init)
    return try tagging.renditionTags(
      profile: profile,
      loudness: level.map { LoudnessTags(track: $0, album: albumLevel) }, by: library.access)
  }

  /// What is known of a track; nil where its note cannot be read: its files say as much.
  private func readableEntry(of track: TrackID) throws -> CatalogueEntry? {
    do {
      return try library.catalogue.entry(track)
    } catch CatalogueError.damaged {
      return nil
    }
  }

  /// The loudness of the album that a track belongs to, as one programme.
  ///
  /// What is made of a track before it is in the catalogue does not have it; at the end of the ingest the
  /// headers of the whole album get it.
  private func albumLevel(of track: TrackID) throws -> LoudnessTags.Level? {
    let parts = try library.catalogue.album(of: track)
    guard !parts.isEmpty else { return nil }
    return LoudnessTags.Level(
      integrated: LoudnessHistogram.integrated(parts.map(\.histogram)),
      truePeak: parts.compactMap(\.truePeak).max())
  }

  /// What came of a track's headers.
  struct Outcome {
    /// The rungs that were written.
    var rungs: [String] = []
    /// The rungs whose files are not what was written.
    var damaged: [(rung: String, failure: Failure)] = []
  }

  /// Writes the headers of those renditions anew that say something else; the audio packets stay.
  ///
  /// A rendition that is not there says nothing, and one that is damaged is left as it is: the next look at
  /// one of the track's files makes it, with today's headers.
  func run(_ track: TrackID) throws -> Outcome {
    var outcome = Outcome()
    guard let entry = try library.catalogue.entry(track) else { return outcome }
    let tags = try tags(of: track)
    var written: [Rendition] = []
    for rendition in entry.derivatives.renditions where holds(rendition) {
      do {
        if let new = try retagged(rendition, tags) { written.append(new) }
      } catch LadderError.damagedRendition(let path, let reason, let offset) {
        var failure = Failure(
          LadderError.damagedRendition(path: path, reason: reason, offset: offset))
        failure.description += " It is made anew when one of the track's files is looked at next."
        outcome.damaged.append((rung: rendition.rung, failure: failure))
      }
    }
    try library.catalogue.recordHeaders(
      written, of: track, damaged: outcome.damaged.map(\.rung))
    outcome.rungs = written.map(\.rung)
    return outcome
  }

  /// Nil for a rendition whose header says what it shall.
  private func retagged(_ rendition: Rendition, _ tags: RenditionTags) throws -> Rendition? {
    guard try rendition.isOutOfDate(for: tags, in: library.store) else { return nil }
    return try rendition.retagged(tags, in: library.store)
  }

  private func holds(_ rendition: Rendition) -> Bool {
    library.store.size(of: rendition.path) != nil
  }

  /// The cover of the file that speaks for the track, else the one that its renditions carry already: a file
  /// that is not there just now takes no cover away.
  private func cover(from path: SourcePath?, or renditions: [Rendition]) throws -> Picture? {
    if let path, (try? RegularFile(path)) != nil {
      return try FileTagging.read(path, by: library.access).cover
    }
    guard let rendition = renditions.last(where: holds) else { return nil }
    let file = SourcePath(try library.store.localPath(of: rendition.path))
    return try FileTagging.read(file, by: library.access).cover
  }
}

extension LoudnessTags.Level {
  init(_ loudness: Loudness) {
    self.init(integrated: loudness.integrated, truePeak: loudness.truePeak)
  }

  /// From LUFS and dBTP.
  fileprivate init(integrated: Double?, truePeak: Double?) {
    self.init(integrated: integrated, peak: truePeak.map { .pow(10, $0 / 20) } ?? 0)
  }
}

extension SourceRecord {
  /// Whether this file rather than `other` speaks for the track that both hold: it says more, or as much
  /// under a path that comes first.
  func precedes(_ other: SourceRecord) -> Bool {
    if weight != other.weight { return weight > other.weight }
    return path.bytes.lexicographicallyPrecedes(other.path.bytes)
  }
}

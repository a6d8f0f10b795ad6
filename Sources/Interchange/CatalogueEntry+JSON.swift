import Analysis
public import Catalogue
import Fingerprinting
import Ladder
import Sound
import Tagging

extension CatalogueEntry {
  /// Everything known of a track, as `assonance show --json` and `export --format jsonl` print it.
  public var json: JSONValue { json(libraryPercentiles: nil) }

  /// The same with each descriptor's place in the library, as `Catalogue.percentiles` gives it.
  public func json(libraryPercentiles: [String: Double]?) -> JSONValue {
    let measured = self
    let json = answered.own(libraryPercentiles)
    if overrides.isEmpty { return json }
    return json.adding([
      "overrides": .object(
        overrides.map { stated in
          .init(
            name: stated.name.rawValue,
            value: .object([
              "value": stated.json, "measured": measured.measurement(of: stated.name),
            ]))
        })
    ])
  }

  private func own(_ libraryPercentiles: [String: Double]?) -> JSONValue {
    .object([
      "track": .string(track.id.description),
      "title": .string(track.tags.title),
      "artist": .string(track.tags.artists.first),
      "artists": .array(track.tags.artists.map { .string($0) }),
      "album": .string(track.tags.album),
      "duration": .number(track.duration, places: 3),
      "format": .object([
        "container": .string(track.container), "codec": .string(track.codec),
        "sampleRate": .integer(track.sampleRate), "channels": .integer(track.channels),
        "bits": .integer(track.bits), "frames": .integer(track.frames),
        "integrity": .string(track.integrity),
      ]),
      "tags": .object(
        track.tags.fields.map { field in
          .init(name: field.name, value: .array(field.values.map { .string($0) }))
        }),
      "sources": .array(sources.map { .string($0.description) }),
      "analysis": derivatives.analysis?.json(libraryPercentiles: libraryPercentiles)
        ?? .null,
      "renditions": .array(derivatives.renditions.map(\.json)),
      "fingerprint": derivatives.fingerprint.map {
        .object([
          "duration": .number($0.duration, places: 2), "words": .integer($0.words.count),
          "fingerprint": .string($0.compressed),
        ])
      } ?? .null,
    ])
  }
}

extension TrackOverride {
  /// The value, as a number where it is one.
  public var json: JSONValue { number.map { .number($0) } ?? .string(value) }
}

extension CatalogueEntry {
  /// What stands behind a user's value: measured, or in the tags.
  fileprivate func measurement(of name: TrackOverride.Name) -> JSONValue {
    let (analysis, tags) = (derivatives.analysis, track.tags)
    switch name {
    case .tempo: return .number(analysis?.tempo?.bpm, places: 2)
    case .key: return .string(analysis?.key?.key.description)
    case .timeSignature: return .integer(analysis?.meter?.beatsPerBar)
    case .title: return .string(tags.title)
    case .artist: return .string(tags.artists.first)
    case .album: return .string(tags.album)
    case .genre: return .string(tags.genres.first)
    default: return .number(analysis?.descriptors[name.rawValue]?.value, places: 3)
    }
  }
}

extension Rendition {
  var json: JSONValue {
    .object([
      "rung": .string(rung), "path": .string(path), "bytes": .integer(bytes),
      "sha256": .string(sha256), "frames": .integer(frames), "sampleRate": .integer(sampleRate),
      "channels": .integer(channels), "nominalBitrate": .integer(nominalBitrate),
      "meanBitrate": .integer(meanBitrate), "peakBitrate": .integer(peakBitrate),
      "marks": .array(
        marks.map { .object(["code": .string($0.code), "message": .string($0.message)]) }),
    ])
  }
}

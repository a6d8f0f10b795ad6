import Analysis
import Sound
import Tagging

extension TrackOverride {
  /// Puts the value in its place.
  func apply(to summary: inout TrackSummary) {
    switch name {
    case .tempo: summary.bpm = number
    case .key: summary.key = Key(value)
    case .title: summary.title = value
    case .artist: summary.artists = [value]
    case .genre: summary.genres = [value]
    case .album, .timeSignature: break
    default: summary.descriptors[name.rawValue] = number
    }
  }

  func apply(to card: inout TrackCard) {
    switch name {
    case .tempo:
      if let bpm = card.bpm {
        let measured = TempoEstimate.Alternative(
          stating: bpm, confidence: card.tempoConfidence ?? 0)
        card.tempoAlternatives.insert(measured, at: 0)
      }
      (card.bpm, card.tempoConfidence) = (number, 1)
    case .key: (card.key, card.keyConfidence) = (Key(value), 1)
    case .title: card.title = value
    case .artist: card.artists = [value]
    case .genre: card.genres = [value]
    case .album: card.album = value
    case .timeSignature: card.beatsPerBar = number.map { Int($0) }
    default: card.descriptors[name.rawValue] = number
    }
  }

  fileprivate func apply(to entry: inout CatalogueEntry) {
    switch name {
    case .title: entry.track.tags["TITLE"] = [value]
    case .artist: entry.track.tags["ARTIST"] = [value]
    case .album: entry.track.tags["ALBUM"] = [value]
    case .genre: entry.track.tags["GENRE"] = [value]
    default: break
    }
    guard var analysis = entry.derivatives.analysis else { return }
    switch name {
    case .tempo:
      if let number { analysis.tempo = TempoEstimate(stated: number, over: analysis.tempo) }
    case .key:
      if let key = Key(value) { analysis.key = KeyEstimate(stated: key, over: analysis.key) }
    case .timeSignature:
      if let number { analysis.meter = MeterEstimate(stated: Int(number), over: analysis.meter) }
    case .title, .artist, .album, .genre: break
    default:
      if let number {
        analysis.descriptors = analysis.descriptors.stating(number, as: name.rawValue)
      }
    }
    entry.derivatives.analysis = analysis
  }
}

extension CatalogueEntry {
  /// The track as it is shown: with its owner's values in the place of what was measured.
  ///
  /// What an ingest reads stays as it was measured.
  public var answered: CatalogueEntry {
    var entry = self
    for stated in overrides { stated.apply(to: &entry) }
    return entry
  }
}

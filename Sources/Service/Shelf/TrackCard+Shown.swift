import Catalogue

extension TrackCard {
  /// Who stands where nobody is named: clients take the first artist of a track.
  static let unknownArtist = "Unknown Artist"
  /// Who stands for an album of many where nobody is named.
  static let variousArtists = "Various Artists"

  /// Its artists, never none.
  var shownArtists: [String] { artists.isEmpty ? [Self.unknownArtist] : artists }

  /// What tells its album from others; a track without one is an album of its own.
  var shownAlbumKey: String { albumKey ?? "track\n\(track)" }

  /// The card with its numbers as answers write them: in thousandths.
  ///
  /// Whatever compares them compares what was shown, so that a bound at a shown value holds the track.
  var rounded: TrackCard {
    var card = self
    card.duration = Self.thousandths(duration)
    card.bpm = bpm.map(Self.thousandths)
    card.integrated = integrated.map(Self.thousandths)
    card.descriptors = descriptors.mapValues(Self.thousandths)
    return card
  }

  private static func thousandths(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

import Catalogue
import Foundation

/// What a search looks at of one track: lower case, without accents, as bytes.
struct SearchText: Sendable, Equatable {
  let title: [UInt8]
  let artist: [UInt8]
  let album: [UInt8]
  let genre: [UInt8]

  init(_ card: TrackCard) {
    title = Self.folded(card.title)
    artist =
      card.artists.isEmpty
      ? Self.unknownArtist : Self.folded(card.artists.joined(separator: "\n"))
    album = Self.folded(card.album ?? "")
    genre = Self.folded(card.genres.joined(separator: "\n"))
  }

  private static let unknownArtist = folded(TrackCard.unknownArtist)

  /// The first of several artists.
  var firstArtist: ArraySlice<UInt8> { artist.prefix { $0 != UInt8(ascii: "\n") } }

  /// An artist, as something to be found by name.
  init(name: String) {
    let folded = Self.folded(name)
    self.init(title: folded, artist: folded, album: [], genre: [])
  }

  init(title: [UInt8], artist: [UInt8], album: [UInt8], genre: [UInt8]) {
    (self.title, self.artist, self.album, self.genre) = (title, artist, album, genre)
  }

  static func folded(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
    let plain = text.folding(
      options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
    return Array(plain.utf8)
  }

  /// Whether `part` occurs in `whole`.
  static func holds(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    guard whole.count >= part.count else { return false }
    let (text, wanted) = (whole.span, part.span)
    for start in 0...(text.count - wanted.count) where text[start] == first {
      var matched = 1
      while matched < wanted.count, text[start + matched] == wanted[matched] { matched += 1 }
      if matched == wanted.count { return true }
    }
    return false
  }
}

import Catalogue
import Foundation
import Sound

/// What a request wants of recordings: `{"tracks": [...]}`, each the id of a track or of a recording.
struct RecordingWish: Decodable {
  private let tracks: [String]

  /// - Parameters:
  ///   - bytes: the body.
  ///   - count: how many ids there must be.
  /// - Throws: `invalid`.
  init(json bytes: [UInt8], count: Int) throws {
    let wish = try? JSONDecoder().decode(Self.self, from: Data(bytes))
    guard let wish, wish.tracks.count == count, Set(wish.tracks).count == count else {
      let number = count == 1 ? "one id" : "\(count) different ids"
      throw ServiceError.invalid(#"The body must be {"tracks": […]} with \#(number)."#)
    }
    self = wish
  }

  /// The ids, each of which the catalogue has tracks of.
  ///
  /// - Throws: `notFound`.
  func tracks(in catalogue: Catalogue) throws -> [TrackID] {
    try tracks.map { text in
      guard let id = TrackID(text),
        try catalogue.holds(id) || !catalogue.tracks(ofRecording: id).isEmpty
      else { throw ServiceError.notFound("There is no such track or recording.") }
      return id
    }
  }
}

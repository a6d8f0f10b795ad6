import Crypto
import Foundation
import Sound

/// Ids of artists and albums: 22 base-62 digits of what they are called, so that they stay what they are.
enum NameID {
  static func artist(_ name: String) -> String { id("artist\n" + name.lowercased()) }
  static func album(_ key: String) -> String { id("album\n" + key) }

  /// One id for one name, whether its accents are letters of their own or stand behind their letters.
  private static func id(_ text: String) -> String {
    let composed =
      text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    return TrackID(digest: Array(SHA256.hash(data: Array(composed.utf8)))).description
  }
}

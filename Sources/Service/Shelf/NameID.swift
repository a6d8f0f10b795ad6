import Crypto
import Sound

/// Ids of artists and albums: 22 base-62 digits of what they are called, so that they stay what they are.
enum NameID {
  static func artist(_ name: String) -> String { id("artist\n" + name.lowercased()) }
  static func album(_ key: String) -> String { id("album\n" + key) }

  private static func id(_ text: String) -> String {
    TrackID(digest: Array(SHA256.hash(data: Array(text.utf8)))).description
  }
}

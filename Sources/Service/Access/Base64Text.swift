import Foundation

/// Base64 (RFC 4648 §4) as headers carry it.
enum Base64Text {
  /// Nil for what is none.
  static func decoded(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text.trimmingCharacters(in: .whitespaces)).map { Array($0) }
  }
}

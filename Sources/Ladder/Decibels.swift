import Glibc

/// Levels as decibels of amplitude.
enum Decibels {
  static func linear(_ decibels: Double) -> Double { pow(10, decibels / 20) }
  /// −∞ for 0.
  static func of(_ amplitude: Double) -> Double { 20 * log10(amplitude) }
}

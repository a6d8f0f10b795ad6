import Analysis
import Sound
import Tagging

/// What a track's owner says of it, in the place of what was measured or tagged.
public struct TrackOverride: Sendable, Equatable {
  /// What can be set.
  public enum Name: String, Sendable, CaseIterable {
    /// Beats a minute.
    case tempo
    /// Such as "A minor".
    case key
    /// Beats of a bar.
    case timeSignature = "time_signature"
    case title, artist, album, genre
    case energy, danceability, valence, acousticness, instrumentalness, speechiness, liveness
  }

  public let name: Name
  /// In the form in which it is stored and shown.
  public let value: String
  /// The value where it is a number.
  public let number: Double?

  /// - Parameters:
  ///   - name: one of `Name`.
  ///   - text: its value, as a person writes it.
  /// - Throws: `unknownName`, `invalidValue`.
  public init(_ name: String, _ text: String) throws(OverrideError) {
    guard let name = Name(rawValue: name) else { throw .unknownName(name) }
    self.name = name
    switch name {
    case .tempo:
      // The bounds are those of every tempo that was ever notated, with room: Larghissimo to gabber.
      (value, number) = try Self.number(text, name, in: 10...500, "a number from 10 to 500")
    case .timeSignature:
      guard let beats = Int(text), (1...12).contains(beats) else {
        throw .invalidValue(name: name.rawValue, expected: "a whole number from 1 to 12")
      }
      (value, number) = (String(beats), Double(beats))
    case .key:
      guard let key = Key(text) else {
        throw .invalidValue(name: name.rawValue, expected: "a key, such as \"A minor\" or 8A")
      }
      (value, number) = (key.description, nil)
    case .title, .artist, .album, .genre:
      let isLine = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      guard !text.isEmpty, text.utf8.count <= 1000, isLine else {
        throw .invalidValue(name: name.rawValue, expected: "one line of at most 1000 bytes")
      }
      (value, number) = (text, nil)
    default:
      (value, number) = try Self.number(text, name, in: 0...1, "a number from 0 to 1")
    }
  }

  private static func number(
    _ text: String, _ name: Name, in range: ClosedRange<Double>, _ expected: String
  ) throws(OverrideError) -> (String, Double) {
    guard let number = Double(text), range.contains(number) else {
      throw .invalidValue(name: name.rawValue, expected: expected)
    }
    return ("\(number)", number)
  }
}

/// Why a value cannot be set.
public enum OverrideError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownName(String)
  case invalidValue(name: String, expected: String)

  /// The stable code.
  public var code: String { "invalid_override" }

  public var description: String {
    switch self {
    case .unknownName(let name):
      let names = TrackOverride.Name.allCases.map(\.rawValue).joined(separator: ", ")
      return "\(name) cannot be set; these can: \(names)."
    case .invalidValue(let name, let expected): return "\(name) takes \(expected)."
    }
  }
}

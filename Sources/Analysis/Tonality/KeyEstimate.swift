/// A note of the twelve-tone octave.
public enum PitchClass: Int, Sendable, CaseIterable, Codable, CustomStringConvertible {
  case c, cSharp, d, dSharp, e, f, fSharp, g, gSharp, a, aSharp, b

  /// The name with sharps, as the public Web API counts them: C is 0.
  public var description: String {
    ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"][rawValue]
  }

  public static func + (pitch: Self, semitones: Int) -> Self {
    let wrapped = ((pitch.rawValue + semitones) % 12 + 12) % 12
    return allCases[wrapped]
  }
}

public enum Mode: String, Sendable, CaseIterable, Codable {
  case major, minor
}

/// One of the 24 keys.
public struct Key: Sendable, Hashable, Codable, CustomStringConvertible {
  public var tonic: PitchClass
  public var mode: Mode

  public init(tonic: PitchClass, mode: Mode) {
    self.tonic = tonic
    self.mode = mode
  }

  /// "A minor".
  public var description: String { "\(tonic) \(mode.rawValue)" }

  /// The place on the wheel that disc jockeys mix by: "8A" for A minor, "8B" for C major.
  public var camelot: String {
    // Going up a fifth is one hour on; A minor and C major stand at eight.
    let hour = mode == .major ? (tonic.rawValue * 7 + 7) % 12 : (tonic.rawValue * 7 + 4) % 12
    return "\(hour + 1)\(mode == .major ? "B" : "A")"
  }

  /// The same place as other mixing software writes it: "1m" for A minor, "1d" for C major.
  public var openKey: String {
    // Open Key counts from C major and A minor, where Camelot stands at eight.
    let hour = mode == .major ? (tonic.rawValue * 7) % 12 : (tonic.rawValue * 7 + 9) % 12
    return "\(hour + 1)\(mode == .major ? "d" : "m")"
  }

  public static let all: [Key] = Mode.allCases.flatMap { mode in
    PitchClass.allCases.map { Key(tonic: $0, mode: mode) }
  }
}

/// The key of a track, with what else it could be.
public struct KeyEstimate: Sendable, Equatable, Codable {
  public struct Alternative: Sendable, Equatable, Codable {
    public var key: Key
    public var confidence: Double
  }

  public var key: Key
  /// 0…1; low for music without a tonal centre.
  public var confidence: Double
  /// Deviation of the tuning from A4 = 440 Hz, in cents, −50…50.
  public var tuning: Double
  /// Other keys, the likeliest first.
  public var alternatives: [Alternative]
}

extension Key {
  /// The keys that mix well with this one: itself, its relative, and the fifths above and below (the
  /// neighbours on the wheel that disc jockeys use).
  public var compatible: Set<Key> {
    let relative =
      mode == .major
      ? Key(tonic: tonic + 9, mode: .minor) : Key(tonic: tonic + 3, mode: .major)
    return [self, relative, Key(tonic: tonic + 7, mode: mode), Key(tonic: tonic + 5, mode: mode)]
  }

  /// The key that `text` names: "C:maj", "A minor", "F#m", "Bb", "8A"; nil where it names none.
  public init?(_ text: String) {
    let wanted = text.lowercased()
    if let key = Self.all.first(where: { $0.camelot.lowercased() == wanted }) {
      self = key
      return
    }
    let letters: [Character: Int] = ["c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11]
    var rest = Substring(wanted)
    guard let letter = rest.popFirst(), let natural = letters[letter] else { return nil }
    var pitch = PitchClass.c + natural
    if rest.first == "#" || rest.first == "♯" {
      pitch = pitch + 1
      rest.removeFirst()
    } else if rest.first == "b" || rest.first == "♭" {
      pitch = pitch + -1
      rest.removeFirst()
    }
    switch rest.drop(while: { $0 == ":" || $0 == " " }) {
    case "", "maj", "major": self.init(tonic: pitch, mode: .major)
    case "m", "min", "minor": self.init(tonic: pitch, mode: .minor)
    default: return nil
    }
  }
}

/// A chord that sounds for a while; no root where nothing that is a chord sounds.
public struct Chord: Sendable, Equatable, Codable {
  public enum Quality: String, Sendable, CaseIterable, Codable {
    case major = "maj"
    case minor = "min"
    case dominantSeventh = "7"
    case majorSeventh = "maj7"
    case minorSeventh = "min7"
    case diminished = "dim"
    case suspended = "sus4"

    /// Semitones of the notes above the root.
    var degrees: [Int] {
      switch self {
      case .major: [0, 4, 7]
      case .minor: [0, 3, 7]
      case .dominantSeventh: [0, 4, 7, 10]
      case .majorSeventh: [0, 4, 7, 11]
      case .minorSeventh: [0, 3, 7, 10]
      case .diminished: [0, 3, 6]
      case .suspended: [0, 5, 7]
      }
    }
  }

  /// Seconds.
  public var start: Double
  /// Seconds.
  public var duration: Double
  public var root: PitchClass?
  /// Nil exactly where the root is.
  public var quality: Quality?

  public init(start: Double, duration: Double, root: PitchClass?, quality: Quality?) {
    self.start = start
    self.duration = duration
    self.root = root
    self.quality = quality
  }

  /// "A:min", as chord annotations are written (Harte et al., ISMIR 2005); "N" for no chord.
  public var label: String {
    guard let root, let quality else { return "N" }
    return "\(root):\(quality.rawValue)"
  }
}

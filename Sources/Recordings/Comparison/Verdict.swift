/// What two tracks are to each other.
public enum Verdict: String, Sendable, Codable, CaseIterable, Comparable {
  /// The same master, encoded or stored in another way.
  case sameMaster = "same_master"
  /// The same performance, mastered in another way: other equalisation or dynamics.
  case otherMaster = "other_master"
  /// The same performance, cut in another way: a radio or an extended edit, faded earlier, with or without an intro.
  case edit
  /// They share at least 10 s, and too little else to be one recording: a medley, a mix, a sample.
  case excerpt

  /// Whether tracks of this verdict are one recording.
  public var isOneRecording: Bool { self != .excerpt }

  /// The surer comes first.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

/// Another list each day, and the same one for the whole day.
///
/// A track's rank is moved up or down by a share that depends on the track and the day alone: no
/// state, no clock, the same on every machine and whatever else is in the library.
public struct Variety: Sendable, Equatable {
  /// 0, the same list for ever, to 1.
  public var amount: Double
  /// What names the list: a date as a rule, "2026-11-21".
  public var seed: String

  public init(amount: Double, seed: String) {
    self.amount = min(max(amount, 0), 1)
    self.seed = seed
  }

  /// How far a rank moves at most at amount 1, as a share of it.
  ///
  /// Measured on the corpus (docs/similarity.md): at amount 1 about half of a list of ten changes from day
  /// to day.
  private static let reach = 0.08

  /// What to multiply a track's rank with today.
  public func factor(of id: String) -> Double {
    guard amount > 0 else { return 1 }
    return 1 + amount * Self.reach * (2 * share(of: id) - 1)
  }

  /// A number from 0 up to 1 that belongs to `name` today, all equally likely.
  public func share(of name: String) -> Double {
    let hash = Self.mixed(FNV1a.hash((name + "@" + seed).utf8))
    return Double(hash >> 11) / Double(1 << 53)
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): FNV leaves alike what is alike.
  private static func mixed(_ hash: UInt64) -> UInt64 {
    var z = hash
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

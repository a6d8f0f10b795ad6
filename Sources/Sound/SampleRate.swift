/// Frames per second.
public struct SampleRate: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  public let hertz: Int

  /// - Precondition: `hertz` is positive.
  public init(hertz: Int) {
    precondition(hertz > 0, "a sample rate is positive")
    self.hertz = hertz
  }

  public static func < (a: Self, b: Self) -> Bool { a.hertz < b.hertz }
  public var description: String { "\(hertz) Hz" }

  /// The time at which frame `position` begins, in seconds.
  public func seconds(_ position: Int) -> Double { Double(position) / Double(hertz) }

  /// Frames that span `seconds`, rounded to the nearest.
  public func frames(_ seconds: Double) -> Int { Int((seconds * Double(hertz)).rounded()) }
}

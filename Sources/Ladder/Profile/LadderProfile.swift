public import Tagging

/// The rungs a library wants of every source, and how its files are dressed.
public struct LadderProfile: Sendable, Equatable {
  public let name: String
  /// Counts the profile's own changes; not part of what makes a rendition out of date.
  public let version: Int
  /// In the profile's order, names all different.
  public let rungs: [Rung]
  public let cover: CoverLimits
  public let clipping: ClippingPolicy

  public init(
    name: String, version: Int, rungs: [Rung], cover: CoverLimits = CoverLimits(),
    clipping: ClippingPolicy = .warn
  ) throws(LadderError) {
    guard !rungs.isEmpty else { throw .invalidProfile(reason: "it has no rungs", line: nil) }
    for rung in rungs {
      guard !rung.name.isEmpty, rung.name.utf8.count <= 32,
        rung.name.utf8.allSatisfy({ byte in
          switch byte {
          case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
          default: false
          }
        })
      else {
        throw .invalidProfile(
          reason: "\"\(rung.name)\" is no name for a rung: letters, digits, - and _ only", line: nil
        )
      }
    }
    guard Set(rungs.map(\.name)).count == rungs.count else {
      throw .invalidProfile(reason: "two rungs have the same name", line: nil)
    }
    self.name = name
    self.version = version
    var rungs = rungs
    if case .gain(let decibels) = clipping {
      for index in rungs.indices { rungs[index].gain = decibels }
    }
    self.rungs = rungs
    self.cover = cover
    self.clipping = clipping
  }
}

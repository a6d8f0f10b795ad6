import Foundation
import Ingestion
import Ladder

extension CommonOptions {
  /// The folder that was asked for.
  var libraryFolder: String {
    library ?? ProcessInfo.processInfo.environment["ASSONANCE_LIBRARY"] ?? "assonance-library"
  }

  func openForReading() throws -> Library { try Library.reading(libraryFolder) }
  func openForWriting() throws -> Library { try Library.writing(libraryFolder) }
}

extension LadderProfile {
  /// The profile of a name: the library's own, else the folder's at hand, else the built-in one; or a path
  /// that ends in .yaml.
  static func find(_ name: String, library: String) throws -> LadderProfile {
    try named(name, searching: [library + "/profiles", "profiles"])
  }
}

import Catalogue
import Foundation
import Ingestion
import Ladder

extension CommonOptions {
  /// The folder that was asked for.
  var libraryFolder: String {
    library ?? ProcessInfo.processInfo.environment["ASSONANCE_LIBRARY"] ?? "assonance-library"
  }

  func openForReading() throws -> Library {
    try Library.reading(libraryFolder, access: Helpers.access())
  }

  func openForWriting() throws -> Library {
    try Library.writing(libraryFolder, access: Helpers.access())
  }

  /// Runs `body` with the library as it is, and with an empty one where there is none; nothing is made in
  /// its place.
  func withoutWriting<T>(_ body: (Library) async throws -> T) async throws -> T {
    do {
      return try await body(try openForReading())
    } catch CatalogueError.missing {
      let folder = FileManager.default.temporaryDirectory.path + "/assonance-" + UUID().uuidString
      defer { try? FileManager.default.removeItem(atPath: folder) }
      return try await body(try Library.writing(folder, access: Helpers.access()))
    }
  }
}

extension LadderProfile {
  /// The profile of a name: the library's own, else the folder's at hand, else the built-in one; or a path
  /// that ends in .yaml.
  static func find(_ name: String, library: String) throws -> LadderProfile {
    try named(name, searching: [library + "/profiles", "profiles"])
  }
}

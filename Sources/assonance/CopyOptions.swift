import ArgumentParser
import Catalogue
import Ingestion
import Sound

/// Whether a list takes every copy of a recording.
struct CopyOptions: ParsableArguments {
  @Flag(help: "Every copy of a recording, where one stands for all of them otherwise.")
  var allCopies = false

  /// Says which recording a track is; nil where that shall not matter.
  func recordings(of library: Library) throws -> (@Sendable (TrackID) throws -> String?)? {
    allCopies ? nil : try library.catalogue.recordingNames()
  }
}

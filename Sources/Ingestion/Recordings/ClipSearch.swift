import Catalogue
public import Recordings
public import Sound

/// Answers "what is this clip, and where in the track?" out of a library.
public struct ClipSearch {
  private let library: Library
  private var matcher: ClipMatcher
  private var damaged: Set<String> = []

  /// Opens the library's index.
  ///
  /// - Throws: `CatalogueError`; `RecordingsError.incomplete` where its files lack more than memory shall hold.
  public init(in library: Library) throws {
    self.library = library
    matcher = try Self.matcher(of: library)
  }

  private static func matcher(
    of library: Library, without damaged: Set<String> = []
  ) throws -> ClipMatcher {
    let catalogue = library.catalogue
    return ClipMatcher(index: try library.readIndex(without: damaged).landmarks) {
      try catalogue.landmarks(of: $0)
    }
  }

  /// What a clip was taken from.
  ///
  /// A file of the index that turns out to be damaged is left out; what it held is read from the catalogue.
  ///
  /// - Parameters:
  ///   - clip: a file.
  ///   - limit: seconds that it may last.
  /// - Returns: the stretches of it that were found.
  /// - Throws: `Failure` of the clip, with `clip_too_long` where it lasts longer; `CatalogueError`, `CancellationError`.
  public mutating func run(
    _ clip: SourcePath, atMost limit: Double = .infinity
  ) throws -> [ClipMatch] {
    let (landmarks, seconds) = try FileLandmarks.ofClip(
      clip, atMost: limit, access: library.access
    ).get()
    while true {
      do {
        return try matcher.matches(of: landmarks.peaks, seconds: seconds)
      } catch RecordingsError.damaged(let path, _) {
        damaged.insert(path)
        matcher = try Self.matcher(of: library, without: damaged)
      }
    }
  }
}

public import Sound

extension FoundFile {
  /// What a look at the content says.
  public enum Inspection: Sendable, Hashable {
    case source(SourceFile)
    /// A cover, text file or the like beside the music, which nobody expects to hear.
    case ignored(FileKind?)
  }

  /// Looks at the content.
  ///
  /// In a folder a file that is plainly something else, or empty, and does not claim by its name to be
  /// audio is ignored; every other file, and every file the user named, is a source or an error.
  public func inspect() throws(IntakeError) -> Inspection {
    let (kind, stamp) = try look()
    let claimsAudio = isNamed || AudioNames.claims(path)
    if stamp.size == 0 {
      if claimsAudio { throw .emptyFile(path) }
      return .ignored(nil)
    }
    guard let kind else { throw .notAudio(path, nil) }
    switch kind.standing {
    case .decodable:
      return .source(SourceFile(path: path, kind: kind, stamp: stamp))
    case .unsupportedAudio:
      throw .unsupportedFormat(path, kind)
    case .notAudio:
      // The Mac's companion of song.wav is ._song.wav, and claims to be audio without being meant so.
      if claimsAudio, isNamed || kind != .appleDouble { throw .notAudio(path, kind) }
      return .ignored(kind)
    }
  }

  private func look() throws(IntakeError) -> (FileKind?, FileStamp) {
    do throws(FileFault) {
      let file = try RegularFile(path)
      return (try FileKind.recognise(file), file.stamp)
    } catch {
      throw IntakeError.fault(error, path)
    }
  }
}

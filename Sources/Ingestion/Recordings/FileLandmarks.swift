import Analysis
public import Sound

/// The landmarks of a file by itself.
public enum FileLandmarks {
  /// Those of a clip that is looked for, with its length in seconds.
  ///
  /// A file that lasts longer than `limit` seconds is not read to its end.
  ///
  /// - Throws: `CancellationError` alone; what is wrong with the file is the result.
  public static func ofClip(
    _ path: SourcePath, atMost limit: Double = .infinity, access: SourceAccess = .inProcess
  ) throws(CancellationError) -> Result<(landmarks: Landmarks, seconds: Double), Failure> {
    do {
      return .success(try find(path, downmix: .mid, density: .query, atMost: limit, by: access))
    } catch let error as CancellationError {
      throw error
    } catch {
      return .failure(Failure(error))
    }
  }

  /// Those that are stored with a track, of the first channel alone of a file that was read before.
  ///
  /// - Throws: `changed_while_reading` where it holds another track by now, and what is wrong with the file.
  static func firstChannel(
    _ path: SourcePath, of track: TrackID, by access: SourceAccess
  ) throws -> Landmarks {
    try find(path, downmix: .first, density: .stored, holding: track, by: access).landmarks
  }

  /// Channels that cancel each other have no sum to look at: then the first alone is.
  private static func find(
    _ path: SourcePath, downmix: Downmix.Kind, density: LandmarkAnalyser.Density,
    holding track: TrackID? = nil, atMost limit: Double = .infinity, by access: SourceAccess
  ) throws -> (landmarks: Landmarks, seconds: Double) {
    var reader = try access.reader(path, examining: track != nil)
    var analyser = try LandmarkAnalyser(
      format: reader.format, downmix: downmix, density: density)
    var block = PCMBlock(format: reader.format)
    while true {
      try Task.checkCancellation()
      try reader.read(into: &block)
      if block.frames == 0 { break }
      guard reader.format.sampleRate.seconds(reader.framesRead) <= limit else {
        throw Failure(
          code: "clip_too_long",
          description: "The clip lasts longer than \(Int(limit)) seconds: cut a piece out of it.")
      }
      try analyser.consume(block)
    }
    try reader.end(holding: track)
    if analyser.isOutOfPhase {
      return try find(
        path, downmix: .first, density: density, holding: track, atMost: limit, by: access)
    }
    let seconds = reader.format.sampleRate.seconds(reader.framesRead)
    return (try analyser.finish(), seconds)
  }
}

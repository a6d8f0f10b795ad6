import Decoding
import Ladder
import Sound

/// One encode of a source into rungs of the ladder, held against the source before anybody sees it.
///
/// It reads the source twice, to encode and to verify. That it was read before, to find out which track it
/// holds, costs 2 % of the ladder and saves the whole of it wherever the audio is known already.
enum LadderPass {
  /// Encodes, verifies and publishes.
  ///
  /// - Throws: `LadderError.verificationFailed` with the evidence, and then nothing has been published;
  ///   `original_changed` where the file no longer holds the track.
  static func run(
    _ path: SourcePath, as track: TrackID, rungs: [Rung], tags: RenditionTags,
    in library: Library, costs: inout StageCosts, progress: WorkProgress.Listener? = nil
  ) throws -> [Rendition] {
    var clock = CPUClock()
    var reader = try library.access.reader(path)
    var encoder = try LadderEncoder(rungs: rungs, format: reader.format, store: library.store)
    var block = PCMBlock(format: reader.format)
    let meter = ProgressMeter(.encoding, of: reader, to: progress)
    while true {
      try Task.checkCancellation()
      _ = clock.lap()
      try reader.read(into: &block)
      costs.decode += clock.lap()
      if block.frames == 0 { break }
      meter.tell(reader.framesRead)
      try encoder.consume(block)
      costs.ladder += clock.lap()
    }
    // Another recording under the old name would make a rendition of something else.
    guard try reader.finish().trackID == track else {
      throw Failure.originalChanged(path.name)
    }
    costs.decode += clock.lap() + reader.helperSeconds
    var staged = try encoder.finish(track: track.description, tags: tags)
    costs.ladder += clock.lap()
    var source = try library.access.reader(path, examining: false)
    _ = ProgressMeter(.verifying, of: source, to: progress)
    _ = try staged.verify(against: &source)
    costs.verification += clock.lap() + source.helperSeconds
    return try staged.publish()
  }
}

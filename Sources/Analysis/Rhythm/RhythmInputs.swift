package import Sound

/// What the learned parts of the rhythm analysis decide from, for the scripts that fit them.
///
/// Of the package alone: users see the decisions.
package struct RhythmInputs: Sendable {
  /// One tempo that a track can be read at.
  package struct Reading: Sendable, Codable {
    package var bpm: Double
    /// `MetricalLevel.inputs`.
    package var level: [Double]
    /// Seconds.
    package var beats: [Double]
    /// `BarInputs.names`, one row a beat; none for few beats.
    package var bars: [[Float]]
  }

  package var readings: [Reading] = []
  /// `BeatSpectra.values`: what the network sees, 48 numbers an onset frame.
  package var spectra: [Float] = []

  /// The inputs of a track that is shorter than a chapter of the front end (ten minutes).
  package static func gather<Source: PCMSource & ~Copyable>(
    from source: inout Source
  ) throws -> RhythmInputs {
    var analyser = try TrackAnalyser(format: source.format)
    var block = PCMBlock(format: source.format)
    analyser.keepsRhythmReadings = true
    repeat {
      try source.read(into: &block, frames: PCMBlock.standardFrames)
      if block.frames > 0 { try analyser.consume(block) }
    } while block.frames > 0
    _ = try analyser.finish()
    return analyser.rhythm.inputs
  }
}

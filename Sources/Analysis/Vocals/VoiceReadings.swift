package import Sound

/// What the search for voices decides from, for the script that fits it.
///
/// Of the package alone: users see the decisions.
package struct VoiceReadings: Sendable, Codable {
  /// `VoiceInputs.names`, one row each half second.
  package var rows: [[Float]]
  package var texture: Texture?

  /// The readings of a whole source.
  package static func gather<Source: PCMSource & ~Copyable>(
    from source: inout Source
  ) throws -> VoiceReadings {
    var analyser = try TrackAnalyser(format: source.format)
    var block = PCMBlock(format: source.format)
    analyser.keepsVoiceReadings = true
    repeat {
      try source.read(into: &block, frames: PCMBlock.standardFrames)
      if block.frames > 0 { try analyser.consume(block) }
    } while block.frames > 0
    _ = try analyser.finish()
    return VoiceReadings(rows: analyser.voices.inputs, texture: analyser.voices.texture.texture)
  }

  package static var names: [String] { VoiceInputs.names }
}

internal import Sound

/// What a decoder of one family of formats gives to the reader.
protocol SampleStream: AnyObject {
  /// What the header says.
  var header: StreamHeader { get }

  /// Fills `block` with up to `frames` frames as they are written, full scale ±1; fewer than asked for
  /// only at the end.
  func read(into block: inout PCMBlock, frames: Int) throws(FileFault)

  /// What was found out by reading to the end.
  func conclusion(framesRead: Int) -> StreamConclusion
}

/// The promises of a header.
struct StreamHeader {
  var format: PCMFormat
  var sampleFormat: SampleFormat
  /// Nil where the file does not say.
  var declaredFrames: Int?
}

/// The state of a stream at its end.
struct StreamConclusion {
  var integrity = Integrity.unverifiable
  var damage: [Damage] = []
  var notes: [DecodingNote] = []
}

/// A stream of PCM that is pulled block by block.
public protocol PCMSource: ~Copyable {
  associatedtype Failure: Error

  var format: PCMFormat { get }

  /// Fills `block` with the next frames, at most `frames` of them, and sets its length to what was
  /// read: 0 at the end of the stream.
  mutating func read(into block: inout PCMBlock, frames: Int) throws(Failure)
}

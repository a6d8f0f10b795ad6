internal import Sound

/// The open file of a reader, shared by the reader and its stream.
final class SharedFile: Sendable {
  let file: RegularFile
  init(_ file: consuming RegularFile) { self.file = file }
}

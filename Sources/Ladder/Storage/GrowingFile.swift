/// A file that grows while a rendition is made, in a workplace that removes it.
struct GrowingFile: ~Copyable {
  private let file: FileDescriptor
  var path: String { file.path }

  init(at path: String) throws(LadderError) { file = try FileDescriptor(creating: path) }

  func write(_ bytes: Span<UInt8>) throws(LadderError) { try file.write(bytes) }
}

internal import Decoding
internal import Sound
internal import Tagging

/// The first message to a helper.
struct Hello: Codable {
  static let magic = "assonance-worker"
  /// One more with every change to the messages.
  static let version = 2

  var magic = Self.magic
  var version = Self.version
  var limits: WorkerLimits
}

/// The helper's answer, when its limits are in force.
struct HelloReply: Codable, Equatable {
  var magic = Hello.magic
  var version = Hello.version
}

/// Asks for the audio of a file: answered by `StreamHeader`, blocks of samples, and `StreamEnd`.
struct DecodeRequest: Codable {
  /// The path's bytes.
  var path: [UInt8]
  var limits: DecodingLimits
  /// Whether a report is wanted.
  var examining: Bool
}

/// Asks for the tags of a file: answered by `TagsReply` and the pictures.
struct TagsRequest: Codable {
  var path: [UInt8]
  var limits: TaggingLimits
  var wantsCoverOnly: Bool
}

/// Asks for a cover of a certain size, and is followed by its bytes: answered by `TagsReply` with one
/// picture.
struct CoverRequest: Codable {
  /// Without its bytes.
  var picture: Picture
  var cover: CoverLimits
  var limits: TaggingLimits
}

struct StreamHeader: Codable {
  var kind: FileKind
  var format: PCMFormat
  var sampleFormat: SampleFormat
  var declaredFrames: Int?
}

struct StreamEnd: Codable {
  /// Nil where none was wanted.
  var report: DecodingReport?
  /// What the file cost the helper.
  var processorSeconds: Double
}

struct TagsReply: Codable {
  /// The pictures without their bytes, which follow.
  var tags: FileTags
}

/// What is wrong with the file, in the words of the room that found out.
enum ServiceFailure: Codable {
  case decoding(Decoding.DecodingError)
  case tagging(TaggingError)
}

internal import Sound

/// Looks for the frame count that encoders put into the first frame of an MP3.
enum MPEGInspection {
  /// Whether the length of the stream is written in it.
  ///
  /// Without it libsndfile's number is an estimate
  /// from the first frames, and says nothing about what is missing.
  static func counts(_ file: borrowing RegularFile) throws(FileFault) -> Bool {
    let start = FileKind.tagLength(try file.bytes(at: 0, count: 10))
    let head = try file.bytes(at: start, count: FileKind.headLength)
    let marks = ["Xing", "Info", "VBRI"].map { Array($0.utf8) }
    return head.indices.contains { index in
      marks.contains { head[index] == $0[0] && head[index...].starts(with: $0) }
    }
  }
}

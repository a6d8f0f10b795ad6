/// What a look at a header, or at the end of a file, says beside the format.
struct HeaderFindings {
  var notes: [DecodingNote] = []
  /// Bytes of audio that the header declares, and those that are there; where both are known.
  var payload: (declared: Int, present: Int)?
  /// Whether the mark that ends a stream is missing.
  var lacksEnd = false
  /// Bytes in the file, where its end is where audio is missing.
  var fileSize: Int?

  /// The frames that were declared, if `present` of them filled the bytes that are there.
  ///
  /// Nil where nothing is missing.
  func declaredFrames(present: Int) -> Int? {
    guard let payload, payload.present > 0, payload.declared > payload.present else { return nil }
    // In floating point: the product of two large counts does not fit an integer.
    return Int((Double(present) * Double(payload.declared) / Double(payload.present)).rounded())
  }
}

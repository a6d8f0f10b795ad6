internal import Decoding
internal import Tagging

extension Conversation {
  /// The file's own error in a reply, which ends the conversation.
  func failure(of header: FrameHeader) throws -> any Error {
    let failure: ServiceFailure = try message(of: header)
    finish()
    switch failure {
    case .decoding(let error): return error
    case .tagging(let error): return error
    }
  }
}

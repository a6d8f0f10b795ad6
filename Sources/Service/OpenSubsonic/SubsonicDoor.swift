import Hummingbird

/// Says who asks in the protocol's ways: key, token and salt, or password, whichever was sent; a header counts
/// as well.
struct SubsonicDoor {
  let house: House

  /// - Throws: `SubsonicError` with what is missing or wrong, `tooManyRequests` for those who guess.
  func caller(_ items: QueryItems, _ context: CallContext) throws -> Caller {
    let door = house.doorkeeper
    if context.caller.isKnown { return context.caller }
    if let key = items.text("apiKey") {
      guard items.text("u") == nil else { throw SubsonicError.conflictingCredentials }
      return try known(door.caller(bearer: key), or: .wrongKey, context)
    }
    guard let user = items.text("u") else { throw SubsonicError.missing("u") }
    if let password = items.text("p"), items.text("t") == nil {
      let hidden =
        password.hasPrefix("enc:") ? TokenSecret.bytes(hex: String(password.dropFirst(4))) : nil
      let secret = hidden.map { String(decoding: $0, as: UTF8.self) } ?? password
      return try known(door.caller(id: user, secret: secret), or: .wrongCredentials, context)
    }
    guard let proof = items.text("t") else { throw SubsonicError.missing("t") }
    guard let salt = items.text("s") else { throw SubsonicError.missing("s") }
    return try known(
      door.caller(id: user, proof: proof, salt: salt),
      or: door.cannotProve(user) ? .noTokens : .wrongCredentials, context)
  }

  private func known(
    _ caller: Caller, or error: SubsonicError, _ context: CallContext
  ) throws -> Caller {
    if caller.isKnown { return caller }
    // Guessing gets slow.
    if let seconds = house.strangers.take(context.remoteAddress) {
      throw ServiceError.tooManyRequests(retryAfter: seconds)
    }
    throw error
  }
}

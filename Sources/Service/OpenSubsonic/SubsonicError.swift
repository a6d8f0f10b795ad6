import HTTPTypes

/// An error in the numbers of the protocol.
struct SubsonicError: Error {
  let code: Int
  let message: String

  static func missing(_ name: String) -> Self {
    Self(code: 10, message: "Required parameter \(name) is missing.")
  }
  static func unknown(_ method: String) -> Self {
    Self(code: 0, message: "There is no method \(method) here.")
  }
  static func unknownList(_ type: String) -> Self {
    Self(code: 0, message: "There is no list of type \(type) here.")
  }
  static let wrongCredentials = Self(code: 40, message: "Wrong username or password.")
  static let noTokens = Self(
    code: 41,
    message: "Token authentication does not go with this user, which was made without --player.")
  static let conflictingCredentials = Self(
    code: 43, message: "Multiple conflicting authentication mechanisms provided.")
  static let wrongKey = Self(code: 44, message: "Invalid API key.")
  static let forbidden = Self(code: 50, message: "User is not authorized for the given operation.")
  static let notKept = Self(code: 50, message: "Nothing of that kind is kept here.")
  static let notFound = Self(code: 70, message: "The requested data was not found.")
  /// Any web page could read the library through a browser that reaches the server.
  static let noScripts = Self(code: 0, message: "JSONP is not given here: ask with f=json.")

  /// What went wrong outside of the protocol.
  init(_ error: ServiceError) {
    switch error.status {
    case .unauthorized, .forbidden: self.init(code: 50, message: error.description)
    default: self.init(code: 0, message: error.description)
    }
  }

  private init(code: Int, message: String) { (self.code, self.message) = (code, message) }
}

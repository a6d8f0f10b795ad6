/// An error in the numbers of the protocol.
struct SubsonicError: Error {
  let code: Int
  let message: String

  static func missing(_ name: String) -> Self {
    Self(code: 10, message: "Required parameter \(name) is missing.")
  }
  static let wrongCredentials = Self(code: 40, message: "Wrong username or password.")
  static let conflictingCredentials = Self(
    code: 43, message: "Multiple conflicting authentication mechanisms provided.")
  static let wrongKey = Self(code: 44, message: "Invalid API key.")
  static let forbidden = Self(code: 50, message: "User is not authorized for the given operation.")
  static let notFound = Self(code: 70, message: "The requested data was not found.")
}

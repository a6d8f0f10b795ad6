import Catalogue
import Hummingbird
import Logging
import NIOCore

/// What is known of a request beside the request.
struct CallContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Where the request comes from, without a port; empty where that is not known.
  var remoteAddress: String
  /// The connection that it came by.
  let channel: any Channel
  var caller = Caller.nobody
  /// The start of every address that is given out.
  var base = ""

  init(source: Source) {
    coreContext = .init(source: source)
    channel = source.channel
    remoteAddress = source.channel.remoteAddress?.ipAddress ?? ""
  }

  /// The request's own, for the log and for whoever asks about it.
  var number: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }

  /// A part of the path, or what is wrong with it.
  func parameter(_ name: String) throws -> String {
    guard let value = parameters.get(name) else {
      throw ServiceError.notFound("There is nothing here.")
    }
    return value
  }

  /// - Throws: `unauthenticated`, `forbidden`.
  func require(_ scope: AccessToken.Scope) throws {
    if caller.scopes.contains(scope) { return }
    if caller.isKnown {
      throw ServiceError.forbidden("This token has no scope `\(scope.rawValue)`.")
    }
    throw ServiceError.unauthenticated(caller.complaint ?? "No token provided")
  }
}

/// Who asks.
struct Caller: Sendable {
  /// Of the token; empty without one.
  var id = ""
  var scopes: Set<AccessToken.Scope> = []
  /// Whether a token was given that counts, or none is asked for.
  var isKnown = false
  /// Why what was given does not count.
  var complaint: String?

  static let nobody = Caller()
}

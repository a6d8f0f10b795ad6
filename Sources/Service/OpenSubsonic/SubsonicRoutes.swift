import HTTPTypes
import Hummingbird

/// What players that speak OpenSubsonic ask for, under `/rest`, with and without `.view`, by GET and by POST.
struct SubsonicRoutes: Sendable {
  let house: House

  func add(to router: Router<CallContext>) {
    for method in SubsonicMethod.all {
      add(["rest/\(method.name)", "rest/\(method.name).view"], to: router) { _ in method }
    }
    add(["rest/:method"], to: router) { context in
      throw SubsonicError.unknown(try context.parameter("method"))
    }
  }

  private func add(
    _ paths: [String], to router: Router<CallContext>,
    _ method: @escaping @Sendable (CallContext) throws -> SubsonicMethod
  ) {
    for path in paths {
      for verb in [HTTPRequest.Method.get, .post] {
        router.on(RouterPath(path), method: verb) { request, context in
          try await respond(request, context, method)
        }
      }
    }
  }

  /// Bytes of a form; chosen: hundreds of ids.
  private static let formLimit = 100_000

  /// What a form that is refused unread wants its answer as: nil where it does not say.
  ///
  /// To read it costs what to pass over it would.
  static func format(ofForm request: Request) async -> String? {
    guard request.method == .post, let form = try? await request.wholeBody(upTo: formLimit) else {
      return nil
    }
    return (try? QueryItems(String(decoding: form, as: UTF8.self)))?.text("f")
  }

  private func respond(
    _ request: Request, _ context: CallContext,
    _ method: @Sendable (CallContext) throws -> SubsonicMethod
  ) async throws -> Response {
    var text = request.uri.query ?? ""
    if request.method == .post {
      let form = try await request.wholeBody(upTo: Self.formLimit)
      text += "&" + String(decoding: form, as: UTF8.self)
    }
    let items = (try? QueryItems(text)) ?? QueryItems.none
    let envelope = SubsonicEnvelope(request, format: items.text("f"))
    var context = context
    let asked: SubsonicMethod
    do {
      asked = try method(context)
    } catch let error as SubsonicError {
      // Players tell by the status that a method is not there, and by the envelope why.
      return envelope.failed(error, status: .notFound)
    }
    do {
      if items.text("f") == "jsonp" { throw SubsonicError.noScripts }
      if let scope = asked.scope {
        context.caller = try SubsonicDoor(house: house).caller(items, context)
        guard context.caller.scopes.contains(scope) else { throw SubsonicError.forbidden }
      }
      return try await asked.handler(
        SubsonicCall(
          request: request, context: context, items: items, house: house,
          shelf: house.keeper.shelf))
    } catch let error as SubsonicError {
      return envelope.failed(error)
    } catch ServiceError.notFound {
      return envelope.failed(.notFound)
    } catch {
      // A form's format is known here alone.
      return Family.subsonic.response(
        to: ServiceError(error), request, context.logger, format: items.text("f"))
    }
  }
}

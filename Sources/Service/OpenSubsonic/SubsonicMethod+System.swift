import Catalogue

extension SubsonicMethod {
  /// What the server is, and who asks.
  static let system: [SubsonicMethod] = [
    // Asked before anybody has a password.
    SubsonicMethod("getOpenSubsonicExtensions", nil) { call in
      var node = SubsonicNode()
      node.lists = [
        (
          "openSubsonicExtensions",
          ["apiKeyAuthentication", "formPost", "sonicSimilarity"].map { name in
            var node = SubsonicNode([("name", .text(name))])
            node.numbers = [("versions", [1])]
            return node
          }
        )
      ]
      return call.answer(node)
    },
    SubsonicMethod("ping") { $0.answer() },
    SubsonicMethod("getLicense") { $0.answer("license", SubsonicNode([("valid", .flag(true))])) },
    SubsonicMethod("tokenInfo") { call in
      call.answer("tokenInfo", SubsonicNode([("username", .text(call.context.caller.id))]))
    },
    SubsonicMethod("getUser") { call in
      let name = try call.required("username")
      let caller = call.context.caller
      // Nobody has a name where no token was made.
      guard caller.id.isEmpty || caller.id == name else { throw SubsonicError.forbidden }
      let streams = caller.scopes.contains(.stream)
      let roles: [(String, Bool)] = [
        ("scrobblingEnabled", false), ("adminRole", false), ("settingsRole", false),
        ("downloadRole", streams), ("uploadRole", false), ("playlistRole", false),
        ("coverArtRole", false), ("commentRole", false), ("podcastRole", false),
        ("streamRole", streams), ("jukeboxRole", false), ("shareRole", false),
        ("videoConversionRole", false),
      ]
      return call.answer(
        "user", SubsonicNode([("username", .text(name))] + roles.map { ($0.0, .flag($0.1)) }))
    },
    SubsonicMethod("getScanStatus") { call in
      call.answer(
        "scanStatus",
        SubsonicNode([("scanning", .flag(false)), ("count", .integer(call.shelf.cards.count))]))
    },
  ]
}

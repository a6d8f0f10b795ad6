import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Interchange
import Service

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Makes, lists and revokes the tokens of a server's callers.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a token and prints it, once.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "What it is for, such as phone.")
    var name: String

    @Option(help: "read, stream, upload, admin; several with commas.")
    var scopes = "read,stream"

    @Option(help: "Days after which it is good for nothing. Default: never.")
    var days: Int?

    @Flag(help: "Keep its secret, sealed, for players that sign in with token and salt.")
    var player = false

    func run() async throws {
      let names = scopes.split(separator: ",").map { $0.filter { $0 != " " } }
      let wanted = names.compactMap(AccessToken.Scope.init)
      guard !names.isEmpty, wanted.count == names.count else {
        throw ValidationError("--scopes takes read, stream, upload, admin.")
      }
      if let days, days < 1 { throw ValidationError("--days takes a number from 1 on.") }
      let library: Library
      do {
        library = try common.openForReading()
      } catch CatalogueError.missing {
        // The first token may be made before the first file comes.
        library = try common.openForWriting()
      }
      let made = try TokenOffice(library).make(
        name: name, scopes: Set(wanted), lifetime: days.map { $0 * 86_400 }, forPlayers: player)
      if common.json {
        Terminal.json(
          .object([
            "id": .string(made.id), "secret": .string(made.secret),
            "token": .string(made.bearer),
          ]))
      } else {
        Terminal.line("token     \(made.bearer)")
        Terminal.line("user, id  \(made.id)")
        Terminal.line("secret    \(made.secret)")
        if !common.quiet { Terminal.line("It is not shown again.") }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the tokens there are.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
      let tokens = try TokenOffice(common.openForReading()).all()
      var table = TextTable([
        "id": .left, "name": .left, "scopes": .left, "made": .left, "ends": .left,
        "player": .left,
      ])
      for token in tokens {
        let scopes = token.scopes.map(\.rawValue).sorted()
        if common.json {
          Terminal.json(
            .object([
              "id": .string(token.id), "name": .string(token.name),
              "scopes": .array(scopes.map { .string($0) }), "created": .integer(token.created),
              "expires": .integer(token.expires), "player": .bool(token.sealed != nil),
            ]))
        } else {
          table.add([
            token.id, token.name, scopes.joined(separator: ","), Self.day(token.created),
            token.expires.map(Self.day) ?? "never", token.sealed == nil ? "" : "yes",
          ])
        }
      }
      if !common.json, !tokens.isEmpty { table.lines.forEach(Terminal.line) }
    }

    private static func day(_ seconds: Int) -> String {
      Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601.year().month().day())
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revokes a token; a running server heeds it at once.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The token's id.")
    var id: String

    func run() async throws {
      guard try TokenOffice(common.openForReading()).revoke(id) else {
        throw ExitStatus.nothingFound
      }
    }
  }
}

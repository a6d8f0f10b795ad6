import Foundation
import Interchange
public import Logging

/// One JSON object a line on standard error.
public struct JSONLog: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  private let label: String

  public init(label: String, level: Logger.Level) {
    self.label = label
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var members: [JSONValue.Member] = [
      .init(name: "time", value: .string(Date().formatted(.iso8601))),
      .init(name: "level", value: .string(event.level.rawValue)),
      .init(name: "message", value: .string(event.message.description)),
    ]
    let own = event.metadata ?? [:]
    for (name, value) in metadata.merging(own, uniquingKeysWith: { $1 })
      .sorted(by: { $0.key < $1.key })
    {
      let name = name == "hb.request.id" ? "request" : name
      members.append(.init(name: name, value: .string(value.description)))
    }
    FileHandle.standardError.write(Data((JSONValue.object(members).description + "\n").utf8))
  }
}

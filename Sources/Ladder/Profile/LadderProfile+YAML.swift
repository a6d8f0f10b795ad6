import Tagging
import Yams

extension LadderProfile {
  /// Reads a profile as people edit it; `profiles/spotify.yaml` shows every line there is.
  ///
  /// Names that are not known are errors, so that a misspelt setting is not silently a default.
  public init(yaml: String) throws(LadderError) {
    let root: Node?
    do { root = try Yams.compose(yaml: yaml) } catch {
      let line = (error as? YamlError).flatMap(Self.line)
      throw .invalidProfile(reason: "it is not YAML", line: line)
    }
    guard let root else { throw .invalidProfile(reason: "it is empty", line: nil) }
    let entries = try ProfileEntries(
      root, of: "the profile", known: ["name", "version", "rungs", "cover", "clipping"])

    guard let list = entries.node("rungs")?.sequence else {
      throw .invalidProfile(reason: "it has no list of rungs", line: root.mark?.line)
    }
    var rungs: [Rung] = []
    for node in list { rungs.append(try Rung(node)) }

    let limits = CoverLimits()
    var cover = limits
    if let node = entries.node("cover") {
      let lines = try ProfileEntries(node, of: "cover", known: ["edge", "bytes", "jpegQuality"])
      cover = CoverLimits(
        edge: try lines.integer("edge", in: 16...8192) ?? limits.edge,
        bytes: try lines.integer("bytes", in: 1_000...16_000_000) ?? limits.bytes,
        jpegQuality: try lines.integer("jpegQuality", in: 1...100) ?? limits.jpegQuality)
    }

    var clipping = ClippingPolicy.warn
    if let node = entries.node("clipping") {
      let lines = try ProfileEntries(node, of: "clipping", known: ["policy", "gain"])
      switch try lines.text("policy") {
      case "warn", nil: clipping = .warn
      case "gain":
        guard let gain = try lines.number("gain", in: -24...0) else {
          throw .invalidProfile(reason: "the policy \"gain\" needs a gain", line: node.mark?.line)
        }
        clipping = .gain(gain)
      case .some(let other):
        throw .invalidProfile(
          reason: "\"\(other)\" is no clipping policy: warn or gain", line: node.mark?.line)
      }
    }
    try self.init(
      name: try entries.text("name") ?? "unnamed",
      version: try entries.integer("version", in: 1...1_000_000) ?? 1, rungs: rungs, cover: cover,
      clipping: clipping)
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }
}

extension Rung {
  /// One entry of the profile's list.
  fileprivate init(_ node: Node) throws(LadderError) {
    let entries = try ProfileEntries(
      node, of: "a rung",
      known: ["name", "kilobits", "mode", "channels", "sampleRate", "quality"])
    guard let kilobits = try entries.integer("kilobits", in: 8...500) else {
      throw .invalidProfile(reason: "a rung has no kilobits", line: node.mark?.line)
    }
    self.init(
      name: try entries.text("name") ?? "\(kilobits)", kilobits: kilobits,
      mode: try entries.choice("mode") ?? .vbr,
      channels: try entries.choice("channels") ?? .source,
      sampleRate: try entries.integer("sampleRate", in: RungPlan.rates),
      quality: try entries.number("quality", in: VorbisQuality.range))
  }
}

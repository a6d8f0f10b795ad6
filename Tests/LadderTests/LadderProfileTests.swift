import Foundation
import Ladder
import TestSignals
import Testing

@Suite struct LadderProfileTests {
  @Test("the built-in profile is the one in the profiles folder")
  func embedded() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("profiles/spotify.yaml")
    #expect(try String(contentsOf: file, encoding: .utf8) == LadderProfile.spotifyText)
  }

  @Test("the default ladder has four rungs")
  func spotify() throws {
    let profile = try LadderProfile.named("spotify", searching: [])
    #expect(profile.name == "spotify")
    #expect(profile.rungs.map(\.name) == ["24", "96", "160", "320"])
    #expect(profile.rungs.map(\.mode) == [.vbr, .vbr, .vbr, .vbr])
    #expect(profile.clipping == .warn)
  }

  @Test("a profile in a folder goes before the built-in one; a name is no way out of the folder")
  func searching() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "spotify.yaml", Array("rungs: [{kilobits: 128}]".utf8))
    let profile = try LadderProfile.named("spotify", searching: ["/nowhere", folder.path])
    #expect(profile.rungs.map(\.name) == ["128"])
    #expect(throws: LadderError.profileNotFound(name: "../x", searched: [folder.path])) {
      try LadderProfile.named("../x", searching: [folder.path])
    }
  }

  @Test(
    "what is wrong is said, with its line",
    arguments: [
      ("rungs:\n  - kilobits: 96\n    mod: vbr", "\"mod\" is not known", 3),
      ("rungs:\n  - kilobits: loud", "must be a whole number", 2),
      ("rungs:\n  - kilobits: 96\n    mode: cbr", "must be one of vbr, abr, cbr-bounded", 3),
      ("rungs:\n  - name: x", "no kilobits", 2),
      ("rungs:\n  - {kilobits: 96, quality: 2}", "must be a number from -0.1 to 1.0", 2),
      ("rungs: [{kilobits: 96}, {kilobits: 96}]", "two rungs have the same name", nil),
      ("rungs: [{kilobits: 96, name: \"../a\"}]", "is no name for a rung", nil),
      ("name: x", "no list of rungs", 1),
      ("rungs: [", "not YAML", nil),
      ("", "it is empty", nil),
    ] as [(String, String, Int?)])
  func faults(text: String, reason: String, line: Int?) throws {
    let error = #expect(throws: LadderError.self) { try LadderProfile(yaml: text) }
    guard case .invalidProfile(let said, let place) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(said.contains(reason))
    if line != nil { #expect(place == line) }
    #expect(error?.code == "invalid_profile")
  }

  @Test("the clipping policy's gain reaches every rung and its digest")
  func gain() throws {
    let text = "rungs: [{kilobits: 96}]\nclipping: {policy: gain, gain: -2}"
    let profile = try LadderProfile(yaml: text)
    let plain = try LadderProfile(yaml: "rungs: [{kilobits: 96}]")
    #expect(profile.rungs[0].gain == -2)
    #expect(profile.rungs[0].settingsDigest != plain.rungs[0].settingsDigest)
  }
}

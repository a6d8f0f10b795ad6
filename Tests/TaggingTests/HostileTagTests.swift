import Foundation
import HostileFiles
import Sound
import Tagging
import TestSignals
import Testing

@Suite("Hostile tags and covers")
struct HostileTagTests {
  @Test("tags are read within the limits, whatever a file holds, and covers fit or are refused")
  func everyFile() throws {
    let folder = try TemporaryFolder()
    let root = folder.path + "/hostile"
    let verdicts = try HostileFolder.write(to: root)
    defer { HostileFolder.unlock(root) }
    let limits = TaggingLimits()
    var covers: [String: String] = [:]
    for verdict in verdicts where verdict.state != .rejected && verdict.state != .passedOver {
      guard let name = verdict.path.text else { continue }
      let tags = try TagReader.read(path: root + "/" + name, limits: limits)
      let values = tags.tags.fields.flatMap(\.values)
      #expect(values.count <= limits.values, "\(verdict.path)")
      #expect(values.reduce(0) { $0 + $1.utf8.count } <= limits.totalBytes, "\(verdict.path)")
      #expect(tags.pictures.count <= limits.pictures, "\(verdict.path)")
      for picture in tags.pictures {
        do throws(TaggingError) {
          let fitted = try CoverArt.fitted(picture, to: CoverLimits())
          covers[name] = "\(fitted.width)"
        } catch {
          covers[name] = error.code
        }
      }
    }
    #expect(covers["cover_60000.flac"] == "picture_too_large")
    #expect(covers["cover_65500.flac"] == "picture_too_large")
    #expect(covers["cover_2g.flac"] == "picture_too_large")
    #expect(covers["cover_link.flac"] == nil)
    #expect(covers["cover_text.flac"] == nil)
    // 196 MB while it is scaled, and allowed.
    #expect(Int(covers["cover_bomb.flac"] ?? "") != nil)
  }
}

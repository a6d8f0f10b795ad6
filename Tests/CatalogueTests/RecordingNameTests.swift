import Catalogue
import Foundation
import Recordings
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("What a recording is called depends on nothing but what was found and decided")
struct RecordingNameTests {
  @Test("an id that is free goes to the first of those that had it")
  func freed() throws {
    // One pair alone would come out right by chance.
    for first in stride(from: 1, to: 60, by: 3) as StrideTo<UInt8> {
      let folder = try TemporaryFolder()
      let catalogue = try Catalogue(folder: folder.path, creating: true)
      for number in first..<first + 3 {
        try catalogue.record(
          Records.source(SourcePath("/\(number)"), track: number, digest: "\(number)"),
          track: Records.track(number), derivatives: Derivatives())
      }
      let ids = (first..<first + 3).map(Records.trackID)
        .sorted { $0.description < $1.description }
      try catalogue.record([
        RecordingEdit(.merge, ids[0], ids[1]), RecordingEdit(.merge, ids[1], ids[2]),
      ])
      let name = try catalogue.recording(of: ids[0])
      let others = ids.filter { $0 != name }
      try catalogue.remove(name)
      try catalogue.record([RecordingEdit(.merge, others[0], others[1])])
      #expect(try catalogue.recording(of: others[1]) == name)
      try catalogue.record([RecordingEdit(.split, others[0], others[1])])
      #expect(try catalogue.recording(of: others[0]) == name, "\(first)")
      #expect(try catalogue.recording(of: others[1]) == others[1], "\(first)")
    }
  }
}

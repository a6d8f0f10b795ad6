import Analysis
import Decoding
import Foundation
import Sound

// Prints what the learned parts of the rhythm analysis decide from, one JSON object a file:
//
//     rhythm-inputs FILE… > inputs.jsonl

struct Line: Codable {
  var path: String
  var readings: [RhythmInputs.Reading]
}

let encoder = JSONEncoder()
encoder.outputFormatting = [.withoutEscapingSlashes]
for path in CommandLine.arguments.dropFirst() {
  do {
    var reader = try AudioFileReader(SourcePath(path))
    let inputs = try RhythmInputs.gather(from: &reader)
    let line = try encoder.encode(Line(path: path, readings: inputs.readings))
    FileHandle.standardOutput.write(line + [10])
  } catch {
    FileHandle.standardError.write(Data("\(path): \(error)\n".utf8))
  }
}

import Analysis
import Decoding
import Foundation
import Sound

// Prints what the search for voices decides from, one JSON object a file:
//
//     voice-inputs FILE… > voices.jsonl

struct Line: Codable {
  var path: String
  var readings: VoiceReadings
}

let encoder = JSONEncoder()
encoder.outputFormatting = [.withoutEscapingSlashes]
for path in CommandLine.arguments.dropFirst() {
  do {
    var reader = try AudioFileReader(SourcePath(path))
    let line = try encoder.encode(Line(path: path, readings: try .gather(from: &reader)))
    FileHandle.standardOutput.write(line + [10])
  } catch {
    FileHandle.standardError.write(Data("\(path): \(error)\n".utf8))
  }
}

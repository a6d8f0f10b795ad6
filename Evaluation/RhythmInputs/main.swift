import Analysis
import Decoding
import Foundation
import Sound

// Prints what the learned parts of the rhythm analysis decide from, one JSON object a file:
//
//     rhythm-inputs [--spectra FOLDER] FILE… > inputs.jsonl
//
// FOLDER gets what the network sees, 48 floats an onset frame, as NAME.f32, its name the path's last two parts.

struct Line: Codable {
  var path: String
  var readings: [RhythmInputs.Reading]
}

var paths = CommandLine.arguments.dropFirst()
var folder: URL?
if paths.first == "--spectra", paths.count > 1 {
  folder = URL(fileURLWithPath: paths.dropFirst().first ?? "", isDirectory: true)
  paths = paths.dropFirst(2)
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.withoutEscapingSlashes]
for path in paths {
  do {
    var reader = try AudioFileReader(SourcePath(path))
    let inputs = try RhythmInputs.gather(from: &reader)
    let line = try encoder.encode(Line(path: path, readings: inputs.readings))
    FileHandle.standardOutput.write(line + [10])
    if let folder {
      let name = path.split(separator: "/").suffix(2).joined(separator: "__") + ".f32"
      let bytes = inputs.spectra.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
      try Data(bytes).write(to: folder.appendingPathComponent(name))
    }
  } catch {
    FileHandle.standardError.write(Data("\(path): \(error)\n".utf8))
  }
}

import Glibc
import Isolation
import Sound

// A helper for the tests: an honest one, but for files with certain names, on which it fails in the
// way that the name says. With the argument `parent`, it reads a file with a helper of its own.
if CommandLine.arguments.dropFirst().first == "parent" {
  var own = WorkerLimits()
  own.stallSeconds = 600
  let pool = WorkerPool(.sameProgram(arguments: []), limits: own)
  var reader = try IsolatedReader(SourcePath(CommandLine.arguments[2]), with: pool)
  _ = try reader.finish()
} else {
  DecodingService.run { request, replies in
    guard case .decode(let path) = request else { return false }
    return Misbehaviour.answer(path.name, &replies)
  }
}

import Foundation
import Glibc
import TestSignals
import Testing

/// The built `assonance`, run as a process of its own.
struct Program {
  struct Run {
    var status: Int32
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Every line of the output as an object.
    var objects: [[String: Any]] {
      get throws {
        try lines.map { line in
          try #require(
            JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            "a line of JSON: \(line)")
        }
      }
    }
  }

  /// Where the build put it: beside the tests.
  static var path: String {
    get throws {
      let here = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let path = URL(fileURLWithPath: here).deletingLastPathComponent().path + "/assonance"
      try #require(
        FileManager.default.isExecutableFile(atPath: path), "the tests are built with \(path)")
      return path
    }
  }

  /// A run that has begun.
  final class Running {
    let process = Process()
    let folder: TemporaryFolder

    init(_ arguments: [String], in directory: String? = nil) throws {
      folder = try TemporaryFolder()
      process.executableURL = URL(fileURLWithPath: try Program.path)
      process.arguments = arguments
      // A crash shall not spend seconds on a backtrace, and no library of the user's be touched.
      process.environment = [
        "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
      ]
      if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
      process.standardInput = FileHandle.nullDevice
      // Files, not pipes: a pipe that nobody reads stops its writer.
      process.standardOutput = FileHandle(
        forWritingAtPath: try folder.file("output", []))
      process.standardError = FileHandle(forWritingAtPath: try folder.file("errors", []))
      try process.run()
    }

    func text(_ name: String) -> String {
      let data = FileManager.default.contents(atPath: folder.path + "/" + name) ?? Data()
      return String(decoding: data, as: UTF8.self)
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until the output holds so many lines, or the program has ended.
    func wait(forLines count: Int) {
      while process.isRunning, text("output").split(separator: "\n").count < count {
        usleep(2000)
      }
    }

    func finish() -> Run {
      process.waitUntilExit()
      // A signal that ends a process is told apart as a shell does.
      let isSignal = process.terminationReason == .uncaughtSignal
      return Run(
        status: process.terminationStatus + (isSignal ? 128 : 0), output: text("output"),
        errors: text("errors"))
    }
  }

  static func run(_ arguments: String..., in directory: String? = nil) throws -> Run {
    try Running(arguments, in: directory).finish()
  }

  /// Runs a line of shell in which `$assonance` is the program.
  static func shell(_ line: String, in directory: String) throws -> Run {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "(\(line)) >\(folder.path)/output 2>\(folder.path)/errors"]
    process.environment = [
      "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
      "assonance": try path,
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    try process.run()
    process.waitUntilExit()
    let text = { (name: String) in
      String(
        decoding: FileManager.default.contents(atPath: folder.path + "/" + name) ?? Data(),
        as: UTF8.self)
    }
    return Run(
      status: process.terminationStatus, output: text("output"), errors: text("errors"))
  }

  static func isInstalled(_ tool: String) -> Bool {
    ["/usr/bin/", "/usr/local/bin/", "/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + tool)
    }
  }
}

import Decoding
import Foundation
import Glibc
import Isolation
import Sound
import Tagging

/// Helpers that fail when they are told to.
enum Helpers {
  /// Stands beside the tests' own program.
  static var command: WorkerCommand {
    WorkerCommand(executable: SourcePath(path), arguments: [])
  }

  static var path: String {
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (program as NSString).deletingLastPathComponent + "/IsolationWorker"
  }

  /// A pool whose helpers lose their patience soon.
  static func pool(_ change: (inout WorkerLimits) -> Void = { _ in }) -> WorkerPool {
    var limits = WorkerLimits()
    limits.stallSeconds = 2
    limits.processorSeconds = 1
    limits.processorSecondsPerSecond = 0.1
    limits.memoryBytes = 256 << 20
    change(&limits)
    return WorkerPool(command, limits: limits)
  }

  /// Processes whose parent is `parent`, by /proc; those that have ended but were not waited for
  /// among them.
  static func children(of parent: pid_t = getpid()) -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { fields(of: $0).dropFirst().first == "\(parent)" }
  }

  /// The fields of /proc/N/stat from the state on; empty where there is no such process.
  static func fields(of process: pid_t) -> [Substring] {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return [] }
    return text[text.index(after: name)...].split(separator: " ")
  }

  /// Whether the process is there and has not ended.
  static func isAlive(_ process: pid_t) -> Bool {
    fields(of: process).first.map { $0 != "Z" && $0 != "X" } ?? false
  }
}

/// The whole of a file, by either reader.
struct Decoded: Equatable {
  var channels: [[Float]] = []
  let report: DecodingReport

  static func alone(_ path: SourcePath, limits: DecodingLimits = .standard) throws -> Self {
    var reader = try AudioFileReader(path, limits: limits)
    var channels = Array(repeating: [Float](), count: reader.format.channels)
    var block = PCMBlock(format: reader.format)
    repeat {
      try reader.read(into: &block)
      for index in channels.indices { channels[index] += block.channels[index] }
    } while block.frames > 0
    return Self(channels: channels, report: try reader.finish())
  }

  static func isolated(
    _ path: SourcePath, _ pool: WorkerPool, frames: Int = PCMBlock.standardFrames,
    limits: DecodingLimits = .standard
  ) throws -> Self {
    var reader = try IsolatedReader(path, with: pool, limits: limits)
    var channels = Array(repeating: [Float](), count: reader.format.channels)
    var block = PCMBlock(format: reader.format)
    repeat {
      try reader.read(into: &block, frames: frames)
      for index in channels.indices { channels[index] += block.channels[index] }
    } while block.frames > 0
    return Self(channels: channels, report: try reader.finish())
  }
}

/// The error that `body` ends in.
func failure(_ body: () throws -> Void) -> (any Error)? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}

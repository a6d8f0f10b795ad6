import Decoding
import Foundation
import HostileFiles
import Intake
import Sound
import Testing

@Suite("Hostile files")
struct HostileFolderTests {
  /// What was made of a file, in words that can be held against each other.
  private struct Outcome: Equatable {
    var state: ExpectedVerdict.State
    var code: String?
    var warnings: Set<String> = []
  }

  @Test("every bad input ends in the verdict that it deserves")
  func table() throws {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "hostile").path
    let expected = try HostileFolder.write(to: path)
    defer { HostileFolder.unlock(path) }
    #expect(expected.count > 150)
    compare(expected, in: SourcePath(path))
  }

  /// Takes half a minute: a gigabyte of zeros is searched for frames, and 2 GB are decoded.
  @Test(
    "so does every one of some GB",
    .enabled(if: ProcessInfo.processInfo.environment["ASSONANCE_TEST_LARGE"] != nil))
  func large() throws {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "hostile").path
    let expected = try HostileFolder.write(to: path, includesLarge: true)
    defer { HostileFolder.unlock(path) }
    compare(expected, in: SourcePath(path))
  }

  private func compare(_ expected: [ExpectedVerdict], in root: SourcePath) {
    var outcomes = outcomes(in: root)
    for verdict in expected {
      let outcome = outcomes.removeValue(forKey: verdict.path) ?? Outcome(state: .passedOver)
      let name = "\(verdict.path): \(verdict.what)"
      #expect(outcome.state == verdict.state, "\(name), \(outcome)")
      #expect(outcome.code == verdict.code, "\(name), \(outcome)")
      #expect(verdict.warnings.isSubset(of: outcome.warnings), "\(name), \(outcome)")
    }
    #expect(outcomes.isEmpty, "nothing that was not written has a verdict")
  }

  @Test(
    "frames that were cut out cleanly are silence in their place, and counted",
    arguments: [
      ("missing_frames.flac", 44_100, 3 * 4_096), ("long_hole.flac", 529_200, 90 * 4_096),
    ]
  )
  func hole(name: String, frames: Int, missing: Int) throws {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "hostile").path
    _ = try HostileFolder.write(to: path)
    defer { HostileFolder.unlock(path) }
    let report = try Decoded(SourcePath(path + "/" + name)).report
    #expect(report.frames == frames)
    let damage = try #require(report.damage.first)
    #expect(report.damage.count == 1)
    #expect(abs((damage.secondsLost ?? 0) - Double(missing) / 44_100) < 1e-4)
    #expect(!damage.sentence.contains("places"), "\(damage.sentence)")
    #expect(damage.frame == (frames == 44_100 ? 4 : 20) * 4_096)
  }

  @Test("of two joined FLAC files the first is whole and the second is spoken of")
  func joined() throws {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "hostile").path
    _ = try HostileFolder.write(to: path)
    defer { HostileFolder.unlock(path) }
    let report = try Decoded(SourcePath(path + "/two_in_one.flac")).report
    #expect(report.frames == 44_100)
    #expect(report.integrity == .verified)
  }

  /// Walks, looks and decodes; what is passed over is left out.
  private func outcomes(in root: SourcePath) -> [SourcePath: Outcome] {
    var outcomes: [SourcePath: Outcome] = [:]
    var walker = SourceWalker([root])
    func relative(_ path: SourcePath) -> SourcePath {
      SourcePath(bytes: path.bytes.dropFirst(root.bytes.count + 1))
    }
    while let step = walker.next() {
      switch step {
      case .rejected(let error):
        outcomes[relative(error.path)] = Outcome(state: .rejected, code: error.code)
      case .file(let file): outcomes[relative(file.path)] = outcome(of: file)
      }
    }
    return outcomes
  }

  /// Reads a file block by block and holds every sample to be a number.
  private func decode(_ path: SourcePath) throws -> DecodingReport {
    var reader = try AudioFileReader(path)
    var block = PCMBlock(format: reader.format)
    repeat {
      try reader.read(into: &block)
      #expect(block.channels.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(path)")
    } while block.frames > 0
    return try reader.finish()
  }

  private func outcome(of file: FoundFile) -> Outcome? {
    do {
      guard case .source = try file.inspect() else { return nil }
      let report = try decode(file.path)
      let warnings = Set(report.warnings.map(\.code))
      return report.isDamaged
        ? Outcome(state: .damaged, code: report.damage[0].code, warnings: warnings)
        : Outcome(state: .ingested, warnings: warnings)
    } catch let error as IntakeError {
      return Outcome(state: .rejected, code: error.code)
    } catch let error as Decoding.DecodingError {
      return Outcome(state: .rejected, code: error.code)
    } catch {
      Issue.record(error)
      return nil
    }
  }
}

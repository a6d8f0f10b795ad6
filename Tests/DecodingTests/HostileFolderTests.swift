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
    var outcomes = outcomes(in: SourcePath(path))
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

  private func outcome(of file: FoundFile) -> Outcome? {
    do {
      guard case .source = try file.inspect() else { return nil }
      let decoded = try Decoded(file.path)
      #expect(decoded.channels.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(file.path)")
      let report = decoded.report
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

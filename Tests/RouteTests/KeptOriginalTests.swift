import Analysis
import Catalogue
import Decoding
import Foundation
import Intake
import Sound
import TestLibrary
import TestSignals
import Testing

@testable import Ingestion

@Suite("What is kept or measured of a track is of the file that holds it")
struct KeptOriginalTests {
  private let folder: TemporaryFolder
  private let library: Library

  init() throws {
    folder = try TemporaryFolder()
    library = try Library.writing(folder.path + "/library")
  }

  /// What an ingest notes of the file at `path` now.
  private func source(_ path: SourcePath) throws -> SourceRecord {
    let (digest, stamp) = try SourceDigest.digest(of: path)
    return SourceRecord(
      path: path, stamp: stamp, digest: digest.description, status: .ingested)
  }

  private var copies: [String] { folder.files.filter { $0.hasPrefix("library/originals/") } }

  @Test("a copy is the file whose digest was taken; one that was replaced since is not kept")
  func replaced() throws {
    let path = SourcePath(try folder.file("a.wav", try Piece.bytes(820)))
    let source = try source(path)
    _ = try folder.file("a.wav", try Piece.bytes(821))
    #expect {
      try KeptOriginals.keep(source, as: Records.trackID(1), in: library)
    } throws: {
      Failure($0).code == "changed_while_reading"
    }
    #expect(copies.isEmpty)
    _ = try folder.file("a.wav", try Piece.bytes(820))
    try KeptOriginals.keep(source, as: Records.trackID(1), in: library)
    #expect(copies.count == 1)
    let copy = SourcePath(KeptOriginals.path(of: Records.trackID(1), in: library))
    #expect(try SourceDigest.digest(of: copy).0.description == source.digest)
  }

  @Test("channels that cancel each other: the second look is at the first of the same audio")
  func outOfPhase() throws {
    let left = Piece.music(822)[0]
    let bytes = try AudioFile.bytes([left, left.map { -$0 }], sampleRate: Piece.rate)
    let path = SourcePath(try folder.file("b.wav", bytes))
    let pass = try SourcePass(path, needs: Needs(all: []), by: .inProcess)
    #expect(pass.analysis?.downmix == .first)
    #expect(pass.analysis == (try FileAnalysis().run(path).get()))
    #expect(pass.analysis?.landmarks == pass.landmarks)

    let track = pass.report.trackID
    _ = try FileAnalysis().firstChannel(path, of: track)
    _ = try FileLandmarks.firstChannel(path, of: track, by: .inProcess)
    _ = try folder.file("b.wav", try Piece.bytes(823))
    #expect {
      _ = try FileAnalysis().firstChannel(path, of: track)
    } throws: {
      Failure($0).code == "changed_while_reading"
    }
    #expect {
      _ = try FileLandmarks.firstChannel(path, of: track, by: .inProcess)
    } throws: {
      Failure($0).code == "changed_while_reading"
    }
  }

  @Test("a file that is another than the one its digest was taken of is said to have changed")
  func changed() throws {
    let path = SourcePath(try folder.file("c.wav", try Piece.bytes(824)))
    let source = try source(path)
    try SourceIngest.requireUnchanged(source)
    _ = try folder.file("c.wav", try Piece.bytes(825, seconds: 3))
    #expect(throws: IntakeError.self) { try SourceIngest.requireUnchanged(source) }
  }
}

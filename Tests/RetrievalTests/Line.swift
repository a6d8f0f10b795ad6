import Analysis
import Catalogue
import Ingestion
import Retrieval
import Sound
import Tagging
import TestLibrary
import TestSignals

/// A library of forty tracks on a line, a step of 0.01 apart: "0" … "39".
///
/// Every second is by "Even", the others each by an artist of their own; keys go around; only every
/// fifth has energy, which rises along the line; tempi go from 100 to 139.
struct Line {
  let folder: TemporaryFolder
  let library: Library

  init() throws {
    folder = try TemporaryFolder()
    library = try Library.writing(folder.path + "/library")
    for number in 0..<40 as Range<UInt8> {
      let analysis = Records.analysis(
        bpm: 100 + Double(number), key: Key.all[Int(number) % Key.all.count],
        energy: number % 5 == 0 ? Double(number) / 40 : nil)
      try add(
        number, at: [Float(number) * 0.01], analysis: analysis,
        artist: number % 2 == 0 ? "Even" : "Odd \(number)", album: "\(number / 4)")
    }
  }

  func add(
    _ number: UInt8, at place: [Float]?, analysis: TrackAnalysis = Records.analysis(),
    artist: String = "Artist", album: String = "Album"
  ) throws {
    var derivatives = Derivatives(analysis: analysis)
    derivatives.embedding = place.map { Records.embedding($0) }
    try library.catalogue.record(
      Records.source(SourcePath("/m/\(number).wav"), track: number),
      track: Records.track(
        number, tags: Records.tags(title: "\(number)", artists: [artist], album: album)),
      derivatives: derivatives)
  }

  func id(_ number: UInt8) -> TrackID { Records.trackID(number) }

  func recommend(
    _ seeds: UInt8..., change: (inout Recommendation) -> Void = { _ in }
  ) throws -> [String] {
    var request = Recommendation(seeds: seeds.map { .track(id($0)) })
    change(&request)
    return try request.run(in: library).map { $0.entry.track.tags.title ?? "" }
  }

  func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? Failure)?.code ?? "\(error)" }
  }
}

import Analysis
import Sound
import TestLibrary
import Testing

@testable import Catalogue

@Suite("Conditions on tracks")
struct TrackFilterTests {
  private func entry(
    _ analysis: TrackAnalysis? = Records.analysis(), artists: [String] = ["Björk", "Second"],
    genres: [String] = ["Trip Hop"]
  ) -> TrackSummary {
    let energy = analysis?.descriptors.energy?.value
    return TrackSummary(
      track: Records.trackID(1), duration: 200, title: "Title", artists: artists, genres: genres,
      bpm: analysis?.tempo?.bpm, key: analysis?.key?.key,
      integrated: analysis?.loudness.integrated,
      descriptors: energy.map { ["energy": $0] } ?? [:])
  }

  private func admits(_ entry: TrackSummary, _ change: (inout TrackFilter) -> Void) -> Bool {
    var filter = TrackFilter()
    change(&filter)
    return filter.admits(entry)
  }

  @Test("no condition admits everything, analysed or not")
  func empty() {
    #expect(TrackFilter().isEmpty)
    #expect(TrackFilter().admits(entry(nil)))
  }

  @Test(
    "tempo, with its bounds",
    arguments: [
      (118, false), (119.99, false), (120, true), (124, true), (128, true), (128.01, false),
      (62, false), (248, false),
    ])
  func tempo(bpm: Double, isAdmitted: Bool) {
    #expect(admits(entry(Records.analysis(bpm: bpm))) { $0.tempo = 120...128 } == isAdmitted)
  }

  @Test(
    "half and double tempo count where asked for",
    arguments: [
      (62, true), (59.9, false), (64.1, false), (248, true), (239.9, false), (124, true),
      (31, false), (93, false),
    ])
  func octaves(bpm: Double, isAdmitted: Bool) {
    let isAdmittedNow = admits(entry(Records.analysis(bpm: bpm))) {
      $0.tempo = 120...128
      $0.allowsTempoOctaves = true
    }
    #expect(isAdmittedNow == isAdmitted)
  }

  @Test("a bound at a printed value holds its track, and the next one does not")
  func printed() {
    var summary = entry(Records.analysis(bpm: 119.9987))
    summary.descriptors["energy"] = 0.41462
    #expect(admits(summary) { $0.tempo = 120...130 })
    #expect(!admits(summary) { $0.tempo = 120.01...130 })
    #expect(admits(summary) { $0.descriptors["energy"] = 0.415...1 })
    #expect(!admits(summary) { $0.descriptors["energy"] = 0.416...1 })
    #expect(admits(summary) { $0.descriptors["energy"] = 0...0.415 })
    #expect(!admits(summary) { $0.descriptors["energy"] = 0...0.414 })
  }

  @Test("keys: any of those named, tonic and mode")
  func keys() {
    let aMinor = entry()
    #expect(admits(aMinor) { $0.keys = [Key(tonic: .a, mode: .minor)] })
    #expect(!admits(aMinor) { $0.keys = [Key(tonic: .a, mode: .major)] })
    #expect(!admits(aMinor) { $0.keys = [] })
  }

  @Test("each descriptor by its public name")
  func descriptors() {
    #expect(admits(entry()) { $0.descriptors["energy"] = 0.5...1 })
    #expect(!admits(entry()) { $0.descriptors["energy"] = 0.51...1 })
    #expect(!admits(entry()) { $0.descriptors["liveness"] = 0...1 })
  }

  @Test("a track without an answer does not meet a condition on it")
  func missingAnswers() {
    for analysis in [nil, Records.analysis(bpm: nil, key: nil, energy: nil, integrated: nil)] {
      let entry = entry(analysis)
      #expect(!admits(entry) { $0.tempo = 0...1000 })
      #expect(!admits(entry) { $0.keys = Set(Key.all) })
      #expect(!admits(entry) { $0.descriptors["energy"] = 0...1 })
    }
    #expect(!admits(entry(artists: [], genres: [])) { $0.artist = "Björk" })
    #expect(!admits(entry(artists: [], genres: [])) { $0.genre = "Trip Hop" })
  }

  @Test("duration, artist and genre; names in any case, and any of several")
  func others() {
    #expect(admits(entry()) { $0.duration = 200...200 })
    #expect(!admits(entry()) { $0.duration = 201...300 })
    #expect(admits(entry()) { $0.artist = "BJÖRK" })
    #expect(admits(entry()) { $0.artist = "second" })
    #expect(!admits(entry()) { $0.artist = "bjor" })
    #expect(admits(entry()) { $0.genre = "trip hop" })
  }

  @Test("all conditions must be met")
  func together() {
    let both = { (energy: ClosedRange<Double>) in
      self.admits(self.entry()) {
        $0.tempo = 120...130
        $0.descriptors["energy"] = energy
      }
    }
    #expect(both(0.4...0.6))
    #expect(!both(0.6...1))
  }
}

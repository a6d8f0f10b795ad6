import Sound
import Testing

@testable import Recordings

@Suite("Groups follow from links and edits, and keep their names")
struct GroupingTests {
  private func id(_ number: UInt8) -> TrackID { Heard.id(number) }

  private func link(
    _ first: UInt8, _ second: UInt8, _ verdict: Verdict = .sameMaster, coverage: Double = 1
  ) -> RecordingLink {
    RecordingLink(first: id(first), second: id(second), verdict: verdict, coverage: coverage)
  }

  private func groups(
    _ links: [RecordingLink], _ edits: [RecordingEdit] = [], names: [TrackID: TrackID] = [:],
    holds: @escaping (TrackID) -> Bool = { _ in true }
  ) -> [[TrackID]] {
    Grouping(links: links, edits: edits, names: names, holds: holds).groups.map(\.tracks)
  }

  @Test("links chain")
  func chain() {
    #expect(
      groups([link(1, 2), link(2, 3), link(8, 9)]) == [[id(1), id(2), id(3)], [id(8), id(9)]])
    #expect(groups([]).isEmpty)
  }

  @Test("an excerpt groups nothing")
  func excerpt() {
    #expect(groups([link(1, 2, .excerpt)]).isEmpty)
  }

  @Test("the order in which links were found changes nothing")
  func order() {
    let links = [
      link(1, 2, .edit, coverage: 0.7), link(2, 3), link(3, 4, .otherMaster), link(1, 4),
      link(5, 4, .edit),
    ]
    let edits = [RecordingEdit(.split, id(1), id(3)), RecordingEdit(.merge, id(7), id(5))]
    let expected = groups(links, edits)
    for shift in 1..<links.count {
      let turned = Array(links[shift...] + links[..<shift])
      #expect(groups(turned, edits.reversed()) == expected)
    }
  }

  @Test("what a person split stays apart, however many links lead from one to the other")
  func split() {
    let links = [link(1, 2), link(2, 3), link(1, 3), link(1, 4), link(3, 4)]
    let result = groups(links, [RecordingEdit(.split, id(1), id(3))])
    #expect(!result.contains { $0.contains(id(1)) && $0.contains(id(3)) })
    #expect(result.joined().contains(id(2)))
  }

  @Test("what a person merged is together without a link, while both are there")
  func merge() {
    let edits = [RecordingEdit(.merge, id(1), id(9))]
    #expect(groups([], edits) == [[id(1), id(9)]])
    #expect(groups([], edits) { $0 != Heard.id(9) }.isEmpty)
  }

  @Test("a group keeps its name when tracks come and go")
  func names() {
    let first = Grouping(links: [link(5, 6)], edits: [], names: [:]) { _ in true }.groups[0]
    var names = Dictionary(uniqueKeysWithValues: first.tracks.map { ($0, first.recording) })
    // A track with a smaller id joins; then the one that gave the name goes.
    let second = Grouping(links: [link(5, 6), link(1, 6)], edits: [], names: names) { _ in true }
      .groups[0]
    #expect(second.recording == first.recording)
    names[id(1)] = first.recording
    names[first.recording] = nil
    let left = second.tracks.filter { $0 != first.recording }
    let third = Grouping(
      links: [
        RecordingLink(first: left[0], second: left[1], verdict: .sameMaster, coverage: 1)
      ], edits: [], names: names
    ) { $0 != first.recording }.groups[0]
    #expect(third.recording == first.recording)
  }

  @Test("two groups out of one have two names, and the track of the name keeps it")
  func parted() {
    let names = Dictionary(uniqueKeysWithValues: (1...4).map { (id($0), id(1)) })
    let result = Grouping(links: [link(1, 2), link(3, 4)], edits: [], names: names) { _ in true }
    #expect(result.groups.map(\.recording) == [id(1), id(3)])
  }

  @Test("the copy to keep is whole, lossless, genuine, longer, of the higher rate, with more tags")
  func keeper() {
    let best = Keeper(
      isLossless: true, isGenuine: true, isWhole: true, duration: 200, sampleRate: 96_000,
      bits: 24, channels: 2, tags: 9, bytes: 100)
    let worse: [(inout Keeper) -> Void] = [
      { $0.isWhole = false }, { $0.isLossless = false }, { $0.isGenuine = false },
      { $0.duration = 150 }, { $0.channels = 1 },
      { $0.sampleRate = 44_100 }, { $0.bits = 16 }, { $0.tags = 3 }, { $0.bytes = 200 },
    ]
    for change in worse {
      var other = best
      change(&other)
      #expect(other < best)
      #expect(!(best < other))
    }
    var lossy = best
    (lossy.isLossless, lossy.tags, lossy.sampleRate) = (false, 50, 192_000)
    #expect(lossy < best)
    // A copy blown up to a higher rate gives nothing to the one it was made from.
    var blownUp = best
    (blownUp.isGenuine, blownUp.sampleRate, blownUp.tags) = (false, 192_000, 50)
    #expect(blownUp < best)
  }
}

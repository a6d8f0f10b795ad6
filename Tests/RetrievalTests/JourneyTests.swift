import Catalogue
import Foundation
import Ingestion
import Retrieval
import Similarity
import Sound
import Tagging
import TestLibrary
import Testing

@Suite("Paths, orders and mixes")
struct JourneyTests {
  let line: Line

  init() throws { line = try Line() }

  private func path(
    _ from: UInt8, _ to: UInt8, change: (inout SonicPath) -> Void = { _ in }
  ) throws -> (titles: [String], answer: SonicPath.Answer) {
    var path = SonicPath(from: line.id(from), to: line.id(to))
    change(&path)
    let answer = try path.run(in: line.library)
    return (answer.stops.map { $0.track.tags.title ?? "" }, answer)
  }

  @Test(
    "a path begins and ends with the two, in even steps, and repeats nothing",
    arguments: [2, 3, 5, 9])
  func even(length: Int) throws {
    let (titles, answer) = try path(3, 35) { $0.length = length }
    #expect(titles.count == length && titles.first == "3" && titles.last == "35")
    #expect(Set(titles).count == length)
    #expect(answer.steps.count == length - 1 && answer.progress.count == length)
    #expect(answer.progress == answer.progress.sorted())
    #expect(answer.isGentler)
    #expect(answer.largestStep <= 0.32 / Double(length - 1) + 0.0101)
    let back = try path(35, 3) { $0.length = length }
    #expect(back.titles.first == "35" && back.titles.last == "3")
  }

  @Test("conditions hold between the ends; where too few tracks pass, the path is shorter")
  func conditions() throws {
    let filtered = try path(3, 36) {
      $0.length = 20
      $0.filter.descriptors["energy"] = 0...1
    }
    #expect(filtered.titles == ["3", "5", "10", "15", "20", "25", "30", "35", "36"])
    let artists = try path(1, 39) {
      $0.length = 6
      $0.artistLimit = 1
    }
    #expect(artists.titles.count == 6)
    #expect(artists.titles.filter { (Int($0) ?? 0) % 2 == 0 }.count <= 1)
    let recordings = try path(0, 39) {
      $0.length = 30
      $0.recording = { id in
        (0..<40 as Range<UInt8>).first { Records.trackID($0) == id }.map { "\($0 / 4)" }
      }
    }
    #expect(
      Set(recordings.titles.compactMap { Int($0).map { $0 / 4 } }).count == recordings.titles.count)
    let here = try path(7, 7)
    #expect(here.titles == ["7"] && here.answer.steps.isEmpty)
    #expect(line.code { _ = try path(7, 99) } == "no_embedding")
  }

  @Test("an order holds each track once, follows its arc, and is no worse than what was given")
  func orders() throws {
    let given: [UInt8] = [30, 5, 20, 35, 10, 0, 25, 15, 5]
    var order = TrackOrder(given.map(line.id))
    let plain = try order.run(in: line.library)
    #expect(plain.tracks.count == 8)
    #expect(plain.figures.step <= plain.before.step)
    let titles = { (answer: TrackOrder.Answer) in answer.tracks.compactMap { $0.track.tags.title } }
    let up = ["0", "5", "10", "15", "20", "25", "30", "35"]
    #expect([up, up.reversed()].contains(titles(plain)))
    order.arc = .rising
    let rising = try order.run(in: line.library)
    #expect(titles(rising) == up)
    #expect(rising.figures.offCourse == 0)
    order.arc = .falling
    #expect(try titles(order.run(in: line.library)) == up.reversed())
    order.arc = .peak
    let peak = try titles(order.run(in: line.library)).compactMap(Int.init)
    let top = try #require(peak.firstIndex(of: 35))
    #expect((4...6).contains(top))
    order.arc = .none
    order.keepsFirst = true
    #expect(try titles(order.run(in: line.library)).first == "30")
    #expect(
      line.code { _ = try TrackOrder([line.id(99)]).run(in: line.library) } == "no_such_track")
    #expect(try TrackOrder([]).run(in: line.library).tracks.isEmpty)
  }

  @Test("harmony leaves fewer clashes of keys than none")
  func harmony() throws {
    var order = TrackOrder((0..<24 as Range<UInt8>).map(line.id))
    let without = try order.run(in: line.library)
    order.isHarmonic = true
    let with = try order.run(in: line.library)
    #expect(with.figures.clashes < without.figures.clashes)
    #expect(with.tracks.count == 24)
  }

  @Test("on the map tracks stay where they are when others come, and it says how far to trust it")
  func maps() throws {
    let before = try LibraryMap().run(in: line.library)
    #expect(before.isNew && before.places.count == 40)
    #expect(try #require(before.distortion).trustworthiness > 0.9)  // a line fits on a plane
    try line.add(50, at: [0.205])
    let after = try LibraryMap().run(in: line.library)
    #expect(!after.isNew && after.places.count == 41)
    #expect(after.places.filter { $0.track != line.id(50) } == before.places)
    let place = { (number: UInt8) in
      try #require(after.places.first { $0.track == line.id(number) })
    }
    let new = try place(50)
    let away = { (other: LibraryMap.Place) in
      ((new.x - other.x) * (new.x - other.x) + (new.y - other.y) * (new.y - other.y)).squareRoot()
    }
    #expect(try away(place(20)) < away(place(10)) && away(place(21)) < away(place(30)))
    // Twice as many: the landmarks of the first forty are no fair sample any more.
    for number in 60..<99 as Range<UInt8> { try line.add(number, at: [0, Float(number) * 0.01]) }
    let grown = try LibraryMap().run(in: line.library)
    #expect(grown.isNew && grown.places.count == 80)
    #expect(try !LibraryMap().run(in: line.library).isNew)
    var anew = LibraryMap()
    anew.isAnew = true
    #expect(try anew.run(in: line.library).isNew)
    // A damaged file is no map.
    let file = line.library.folder + "/index/map.json"
    try "{}".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try LibraryMap().run(in: line.library).isNew)
  }

  @Test("a mix is the day's: known and new as asked, nothing skipped, nothing of the last two days")
  func mixes() throws {
    let day = 86_400.0
    let now = 1_795_305_600.0  // 2026-11-22, midnight UTC: the end of the day before
    var plays = (0..<10 as Range<UInt8>).map { Play(line.id($0 * 2), at: now - 10 * day) }
    plays.append(Play(line.id(8), at: now - day))  // resting
    plays += [Play(line.id(21), at: now - 20 * day, isSkipped: true)]
    let mix = { (date: String) in
      var mix = DailyMix(plays: plays, date: date)
      mix.length = 10
      mix.artistLimit = 5
      return try mix.run(in: line.library)
    }
    let answer = try mix("2026-11-21")
    let titles = answer.tracks.compactMap { $0.track.tags.title }
    #expect(titles.count == 10 && Set(titles).count == 10)
    #expect(answer.familiar.count == 4)
    #expect(!titles.contains("21") && !titles.contains("8"))
    #expect(titles.filter { (Int($0) ?? 1) % 2 == 0 }.count <= 5)
    #expect(try mix("2026-11-21").tracks.map(\.track.id) == answer.tracks.map(\.track.id))
    let others = try (22...29).map { try mix("2026-11-\($0)").tracks.map(\.track.id) }
    #expect(Set(others).count > 4)
    // What comes later changes nothing of a past day.
    let then = try mix("2026-11-21")
    plays += then.tracks.map { Play($0.track.id, at: 1_800_000_000) }
    #expect(try mix("2026-11-21").tracks.map(\.track.id) == then.tracks.map(\.track.id))
    let early = try? mix("2026-11-01")
    #expect(early == nil)  // nothing was played by then
    #expect(line.code { _ = try mix("yesterday") } == "invalid_date")
    #expect(
      line.code { _ = try DailyMix(plays: [], date: "2026-11-21").run(in: line.library) }
        == "nothing_played")
  }
}

import Catalogue
import Foundation
import HTTPTypes
import Ingestion
import Ladder
import Sound
import TestLibrary
import TestSignals
import Testing

@testable import Service

@Suite("The adaptive stream")
struct DashTests {
  /// A track of ten seconds that was really taken in, with its rungs.
  private static func ingested(_ served: Served) async throws -> (id: TrackID, rungs: [Rendition]) {
    let rate = 44_100
    let samples = (0..<10 * rate).map { n in
      // Clicks among tones: blocks of both sizes.
      sin(Float(n) * 0.03) * 0.3 + (n % 7919 < 20 ? 0.6 : 0)
    }
    let bytes = try AudioFile.bytes([samples, samples.reversed()], sampleRate: rate, as: .flac)
    let path = try served.folder.file("tone.flac", bytes)
    let profile = try LadderProfile.named("spotify", searching: [])
    var track: TrackID?
    _ = try await Ingest(profile: profile, jobs: 1).run([SourcePath(path)], into: served.library) {
      track = $0.track
    }
    let id = try #require(track)
    return (id, try served.library.catalogue.renditions(of: id) ?? [])
  }

  private struct Block: Equatable {
    let ticks: Int
    let packet: [UInt8]
  }

  /// The blocks of a cluster, read by the sizes that it states.
  private static func blocks(_ bytes: [UInt8]) throws -> [Block] {
    func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(0..<4) == 0x1F43_B675)
    #expect(number(5..<12) == bytes.count - 12)
    var (place, base) = (12, 0)
    var blocks: [Block] = []
    while place < bytes.count {
      var (id, size) = (bytes[place], number(place + 2..<place + 9))
      place += 9
      if id == 0xA0 {
        // A group: its block comes first, the padding behind.
        let end = place + size
        (id, size) = (0xA3, number(place + 2..<place + 9))
        place += 9
        blocks.append(block(place, size))
        place = end
        continue
      }
      if id == 0xE7 { base = number(place..<place + size) }
      if id == 0xA3 { blocks.append(block(place, size)) }
      place += size
    }
    func block(_ place: Int, _ size: Int) -> Block {
      let time = Int(Int16(bitPattern: UInt16(number(place + 1..<place + 3))))
      return Block(ticks: base + time, packet: Array(bytes[place + 4..<place + size]))
    }
    return blocks
  }

  @Test("the segments of a rung hold every packet of its file once, in order, at rising times")
  func packets() async throws {
    let served = try Served(tracks: nil)
    let (id, rungs) = try await Self.ingested(served)
    #expect(rungs.count == 4)
    try await served.run { visitor in
      for rung in rungs {
        let path = try served.library.store.localPath(of: rung.path)
        let all = try OggPackets(path, from: 0) { _ in false }.packets.dropFirst(3)
        var sent: [Block] = []
        let start = try await visitor.ask("/api/tracks/\(id)/segments/\(rung.rung)/start.webm")
        #expect(Array(start.bytes.prefix(4)) == [0x1A, 0x45, 0xDF, 0xA3])
        var number = 0
        while true {
          let reply = try await visitor.ask(
            "/api/tracks/\(id)/segments/\(rung.rung)/\(number).webm")
          if reply.status == 404 { break }
          let blocks = try Self.blocks(reply.bytes)
          // Each begins within one long block before its time.
          let first = Double(blocks[0].ticks) / 10_000
          #expect(first <= Double(3 * number) && first > Double(3 * number) - 0.1)
          sent += blocks
          number += 1
        }
        #expect(number == 4)
        let isWhole = sent.map(\.packet) == all.map { Array($0.bytes) }
        #expect(isWhole)
        #expect(sent[0].ticks == 0 && sent[1].ticks == 0)
        #expect(zip(sent, sent.dropFirst()).allSatisfy { $0.ticks <= $1.ticks })
        let lead = try await visitor.ask(
          "/api/tracks/\(id)/segments/\(rung.rung)/2.webm?first=true")
        let plain = try await visitor.ask("/api/tracks/\(id)/segments/\(rung.rung)/2.webm")
        let (with, without) = (try Self.blocks(lead.bytes), try Self.blocks(plain.bytes))
        let isSame = Array(with.suffix(without.count)) == without
        #expect(isSame)
        // One more without sound, and what overlaps the segment before of any other rung.
        #expect(with.count > without.count && with[0].ticks == with[1].ticks)
        let long = Double(rung.sampleRate == 22_050 ? 1024 : 2048) / Double(rung.sampleRate)
        #expect(Double(with[0].ticks) / 10_000 <= 6 - long + 0.0001)
      }
      let manifest = try await visitor.ask("/api/tracks/\(id)/manifest.mpd")
      #expect(manifest.headers[.contentType] == "application/dash+xml")
      for rung in rungs { #expect(manifest.text.contains("Representation id=\"\(rung.rung)\"")) }
      let none = try await visitor.ask("/api/tracks/\(id)/segments/96/4.webm")
      #expect(none.status == 404)
    }
  }

  @Test("block sizes add up to the granule positions that the encoder wrote")
  func sizes() async throws {
    let served = try Served(tracks: nil)
    let (_, rungs) = try await Self.ingested(served)
    for rung in rungs {
      let path = try served.library.store.localPath(of: rung.path)
      let stream = try VorbisStream(rung, path: path)
      let packets = try OggPackets(path, from: 0) { _ in false }.packets.dropFirst(3)
      var (position, before) = (0, 0)
      for (index, packet) in packets.enumerated() {
        let size = try #require(stream.modes.blockSize(of: packet.bytes))
        if index > 0 { position += (before + size) / 4 }
        before = size
        // The last page's is less: it trims the end.
        if let granule = packet.granule, index < packets.count - 1 { #expect(granule == position) }
      }
      #expect(position >= rung.frames)
    }
    // The folder goes with its last user.
    withExtendedLifetime(served) {}
  }
}

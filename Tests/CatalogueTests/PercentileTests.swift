import Analysis
import Catalogue
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("Where a track's descriptors lie in the library")
struct PercentileTests {
  private func library(_ energies: [Double?]) throws -> (TemporaryFolder, Catalogue) {
    let folder = try TemporaryFolder()
    let catalogue = try Catalogue(folder: folder.path, creating: true)
    for (index, energy) in energies.enumerated() {
      let number = UInt8(index + 1)
      try catalogue.record(
        Records.source(SourcePath("/m/\(index).flac"), track: number), track: Records.track(number),
        derivatives: Derivatives(analysis: Records.analysis(energy: energy)))
    }
    return (folder, catalogue)
  }

  @Test(
    "percent of the other tracks that lie below; equal ones count half",
    arguments: [(1, 0.0), (2, 37.5), (3, 37.5), (4, 75), (5, 100)] as [(UInt8, Double)])
  func ranks(track: UInt8, expected: Double) throws {
    let (folder, catalogue) = try library([0.1, 0.5, 0.5, 0.6, 0.9])
    defer { withExtendedLifetime(folder) {} }
    let percentiles = try catalogue.percentiles(of: Records.trackID(track))
    #expect(percentiles["energy"] == expected)
  }

  @Test("a value that its owner states counts as it is shown")
  func stated() throws {
    let (folder, catalogue) = try library([0.1, 0.5, 0.9])
    defer { withExtendedLifetime(folder) {} }
    try catalogue.set(TrackOverride("energy", "0.95"), of: Records.trackID(1))
    #expect(try catalogue.percentiles(of: Records.trackID(1)) == ["energy": 100])
    #expect(try catalogue.percentiles(of: Records.trackID(2)) == ["energy": 0])
  }

  @Test("no answer without a value, and none in a library of one")
  func none() throws {
    let (folder, catalogue) = try library([0.1, nil, 0.7])
    defer { withExtendedLifetime(folder) {} }
    #expect(try catalogue.percentiles(of: Records.trackID(2)).isEmpty)
    // The track without a value does not count among the others.
    #expect(try catalogue.percentiles(of: Records.trackID(3)) == ["energy": 100])
    let (small, single) = try library([0.4])
    defer { withExtendedLifetime(small) {} }
    #expect(try single.percentiles(of: Records.trackID(1)).isEmpty)
    #expect(try single.percentiles(of: Records.trackID(9)).isEmpty)
  }
}

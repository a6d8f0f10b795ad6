import DSP
import Testing

@Suite struct FilterbankTests {
  private static let banks: [Filterbank] = [
    .logarithmic(bandsPerOctave: 12, from: 30, to: 11_000, sampleRate: 22_050, fftLength: 1024),
    .logarithmic(bandsPerOctave: 3, from: 100, to: 3000, sampleRate: 8000, fftLength: 256),
    .mel(bands: 36, from: 0, to: 11_025, sampleRate: 22_050, fftLength: 1024),
    .mel(bands: 20, from: 50, to: 4000, sampleRate: 8000, fftLength: 512),
  ]

  private static func apply(_ bank: Filterbank, _ spectrum: [Float]) -> [Float] {
    var bands = [Float](repeating: 0, count: bank.count)
    var output = bands.mutableSpan
    bank.apply(spectrum.span, into: &output)
    return bands
  }

  @Test("each filter's weights add up to one: a flat spectrum stays flat", arguments: 0..<4)
  func flat(index: Int) {
    let bank = Self.banks[index]
    let bins = [513, 129, 513, 257][index]
    let bands = Self.apply(bank, [Float](repeating: 0.5, count: bins))
    #expect(bands.allSatisfy { abs($0 - 0.5) < 1e-5 })
    #expect(bank.centers == bank.centers.sorted())
  }

  @Test("a line at a filter's centre is loudest in that filter", arguments: 0..<4)
  func centers(index: Int) {
    let bank = Self.banks[index]
    let (bins, width) = [
      (513, 22_050.0 / 1024), (129, 8000.0 / 256), (513, 22_050.0 / 1024), (257, 8000.0 / 512),
    ][index]
    for band in stride(from: 1, to: bank.count, by: 5) {
      var spectrum = [Float](repeating: 0, count: bins)
      spectrum[min(bins - 1, Int((bank.centers[band] / width).rounded()))] = 1
      let bands = Self.apply(bank, spectrum)
      let loudest = bands.indices.max { bands[$0] < bands[$1] }
      #expect(loudest.map { abs($0 - band) <= 1 } == true)
    }
  }

  @Test("bands are written from the place that was asked for, and nowhere else")
  func place() {
    let bank = Self.banks[1]
    var bands = [Float](repeating: -1, count: bank.count + 2)
    let spectrum = [Float](repeating: 1, count: 129)
    var output = bands.mutableSpan
    bank.apply(spectrum.span, into: &output, from: 1)
    #expect(bands.first == -1 && bands.last == -1)
    #expect(bands.dropFirst().dropLast().allSatisfy { abs($0 - 1) < 1e-5 })
  }
}

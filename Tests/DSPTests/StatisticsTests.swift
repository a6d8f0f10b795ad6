import DSP
import Testing

@Suite struct StatisticsTests {
  @Test("quantiles are interpolated between the sorted values")
  func quantiles() {
    let values: [Float] = [4, 1, 3, 2]
    #expect(Statistics.median(values) == 2.5)
    #expect(Statistics.quantile(0, of: values) == 1)
    #expect(Statistics.quantile(1, of: values) == 4)
    #expect(Statistics.quantile(1.0 / 3, of: values) == 2)
    #expect(Statistics.quantile(0.5, of: [7]) == 7)
  }

  @Test("nothing has no median, mean or deviation, and correlates with nothing")
  func empty() {
    #expect(Statistics.median([]) == nil)
    #expect(Statistics.mean([]) == nil)
    #expect(Statistics.standardDeviation([]) == nil)
    #expect(Statistics.correlation([], []) == 0)
    #expect(Statistics.correlation([1, 1], [1, 2]) == 0)
  }

  @Test("mean, deviation and correlation of known values")
  func moments() {
    #expect(Statistics.mean([1, 2, 6]) == 3)
    #expect(Statistics.standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]) == 2)
    #expect(abs(Statistics.correlation([1, 2, 3], [3, 5, 7]) - 1) < 1e-6)
    #expect(abs(Statistics.correlation([1, 2, 3], [3, 1, -1]) + 1) < 1e-6)
  }
}

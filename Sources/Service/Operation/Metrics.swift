import Synchronization

/// What a server counts, in the words of Prometheus.
final class Metrics: Sendable {
  /// Upper ends of the buckets of latencies, in seconds.
  ///
  /// Chosen around the promises: 5 ms to the first byte, 15 ms at half load, 60 ms while taking files in.
  static let latencies = [0.001, 0.0025, 0.005, 0.01, 0.015, 0.03, 0.06, 0.15, 0.5, 2, 10]
  /// Upper ends of the buckets of work on a file, in seconds.
  static let work = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

  private struct Histogram {
    let ends: [Double]
    var counts: [Int]
    var sum = 0.0

    init(_ ends: [Double]) {
      self.ends = ends
      counts = Array(repeating: 0, count: ends.count + 1)
    }

    mutating func add(_ value: Double) {
      sum += value
      counts[ends.firstIndex { value <= $0 } ?? ends.count] += 1
    }
  }

  private struct State {
    var counters: [String: [String: Double]] = [:]
    var gauges: [String: [String: Double]] = [:]
    var histograms: [String: [String: Histogram]] = [:]
  }

  private let state = Mutex(State())

  /// Adds to a counter; labels are given as they are written, such as `outcome="ingested"`.
  func count(_ name: String, _ labels: String = "", by amount: Double = 1) {
    state.withLock { $0.counters[name, default: [:]][labels, default: 0] += amount }
  }

  func set(_ name: String, _ labels: String = "", to value: Double) {
    state.withLock { $0.gauges[name, default: [:]][labels] = value }
  }

  func observe(
    _ name: String, _ labels: String = "", _ value: Double, ends: [Double] = latencies
  ) {
    state.withLock {
      $0.histograms[name, default: [:]][labels, default: Histogram(ends)].add(value)
    }
  }

  /// Everything in the text format of Prometheus, version 0.0.4.
  var text: String {
    let state = state.withLock { $0 }
    var lines: [String] = []
    for values in [state.counters, state.gauges] {
      for (name, series) in values.sorted(by: { $0.key < $1.key }) {
        // Some totals are set: the system counts them.
        lines += Self.head(name, name.hasSuffix("_total") ? "counter" : "gauge")
        for (labels, value) in series.sorted(by: { $0.key < $1.key }) {
          lines.append("\(name)\(Self.braced(labels)) \(Self.number(value))")
        }
      }
    }
    for (name, series) in state.histograms.sorted(by: { $0.key < $1.key }) {
      lines += Self.head(name, "histogram")
      for (labels, histogram) in series.sorted(by: { $0.key < $1.key }) {
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (index, count) in histogram.counts.enumerated() {
          total += count
          let end = index < histogram.ends.count ? "\(histogram.ends[index])" : "+Inf"
          lines.append("\(name)_bucket{\(prefix)le=\"\(end)\"} \(total)")
        }
        lines.append("\(name)_sum\(Self.braced(labels)) \(histogram.sum)")
        lines.append("\(name)_count\(Self.braced(labels)) \(total)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func head(_ name: String, _ kind: String) -> [String] {
    let help = MetricNames.help[name].map { ["# HELP \(name) \($0)"] } ?? []
    return help + ["# TYPE \(name) \(kind)"]
  }

  private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

import Synchronization

/// A bucket of requests for each caller, refilled steadily.
final class RateLimiter: Sendable {
  /// Callers remembered at most; chosen: 64 bytes each.
  private static let capacity = 10_000

  private struct Bucket {
    var left: Double
    var filled: ContinuousClock.Instant
  }

  /// Requests a second in the long run; 0 for no limit.
  private let rate: Double
  private let burst: Double
  private let buckets = Mutex<[String: Bucket]>([:])

  init(rate: Double) {
    self.rate = rate
    // Chosen: a page of a hundred covers at once is no abuse.
    burst = max(100, rate * 4)
  }

  /// Takes one request from the caller's bucket.
  ///
  /// - Returns: nil where there was one; else the seconds after which there will be.
  func take(_ caller: String, now: ContinuousClock.Instant = .now) -> Int? {
    guard rate > 0 else { return nil }
    return buckets.withLock { buckets in
      if buckets.count >= Self.capacity, buckets[caller] == nil {
        // Full buckets remember nothing that matters.
        buckets = buckets.filter { Self.level($0.value, rate, burst, now) < burst }
        if buckets.count >= Self.capacity { return 1 }
      }
      var bucket = buckets[caller] ?? Bucket(left: burst, filled: now)
      bucket.left = Self.level(bucket, rate, burst, now)
      bucket.filled = now
      defer { buckets[caller] = bucket }
      guard bucket.left >= 1 else { return Int(((1 - bucket.left) / rate).rounded(.up)) }
      bucket.left -= 1
      return nil
    }
  }

  private static func level(
    _ bucket: Bucket, _ rate: Double, _ burst: Double, _ now: ContinuousClock.Instant
  ) -> Double {
    let passed = (now - bucket.filled) / Duration.seconds(1)
    return min(burst, bucket.left + passed * rate)
  }
}

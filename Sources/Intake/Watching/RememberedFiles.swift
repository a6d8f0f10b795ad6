internal import Sound

/// The files that were handed on although nothing was known of them, such as covers: their owner keeps
/// nothing of those, and wants them once.
///
/// 64 bits a file, of its path and stamp together; that two of a million agree by chance, so that one of
/// them is passed over, is as likely as 1 in 37 million.
struct RememberedFiles {
  private var seen: Set<Int> = []
  /// What was met with since the current look at everything began.
  private var current: Set<Int> = []

  /// Past this the oldest are forgotten, and handed on once more: 1 million take about 40 MB.
  private static let limit = 1 << 20

  /// - Returns: whether the file is new.
  mutating func insert(_ file: FoundFile) -> Bool {
    insert(Self.key(file.path, file.stamp))
  }

  /// - Returns: whether this error about this path is new.
  mutating func insert(_ error: IntakeError) -> Bool { insert(Self.key(error.path, error.code)) }

  /// Whether the file was handed on before; if so it is remembered for another round.
  mutating func recall(_ file: FoundFile) -> Bool {
    let key = Self.key(file.path, file.stamp)
    guard seen.contains(key) || current.contains(key) else { return false }
    _ = insert(key)
    return true
  }

  /// Forgets what the look that has ended did not meet with.
  mutating func endRound() { (seen, current) = (current, []) }

  private mutating func insert(_ key: Int) -> Bool {
    let isNew = !seen.contains(key) && !current.contains(key)
    if current.count >= Self.limit { current = [] }
    current.insert(key)
    return isNew
  }

  private static func key(_ path: SourcePath, _ state: some Hashable) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(state)
    return hasher.finalize()
  }
}

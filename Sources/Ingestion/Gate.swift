/// Lets one task at a time work on a key: two files with the same bytes, or with the same audio, are not
/// worked on side by side.
actor Gate {
  private var held: Set<String> = []
  private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

  private func enter(_ key: String) async {
    while held.contains(key) {
      await withCheckedContinuation { waiting[key, default: []].append($0) }
    }
    held.insert(key)
  }

  private func leave(_ key: String) {
    held.remove(key)
    for continuation in waiting.removeValue(forKey: key) ?? [] { continuation.resume() }
  }

  /// Runs `body` alone of all that hold `key`.
  nonisolated func holding<T: Sendable>(
    _ key: String, _ body: () async throws -> T
  ) async throws -> T {
    await enter(key)
    do {
      let result = try await body()
      await leave(key)
      return result
    } catch {
      await leave(key)
      throw error
    }
  }
}

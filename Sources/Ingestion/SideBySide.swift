/// Work side by side, a bounded number at a time, results as they come.
enum SideBySide {
  /// Runs `work` on every input, at most `width` at once, and hands each result to `report`.
  static func run<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int, _ work: @escaping @Sendable (Input) throws -> Output,
    report: (Output) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Output.self) { group in
      var running = 0
      for input in inputs {
        try Task.checkCancellation()
        if running >= max(1, width), let output = try await group.next() {
          running -= 1
          report(output)
        }
        group.addTask { try work(input) }
        running += 1
      }
      while let output = try await group.next() { report(output) }
    }
  }
}

/// Work side by side, results in order.
enum InOrder {
  /// Runs `work` on every input, at most `width` at a time, and hands the results to `emit` in the
  /// order of the inputs.
  ///
  /// At most `width` results wait.
  static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int, _ work: @escaping @Sendable (Input) async throws -> Output,
    emit: (Output) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, Output).self) { group in
      var started = 0
      var emitted = 0
      var waiting: [Int: Output] = [:]
      while emitted < inputs.count {
        // Bounds both what runs and what waits for an earlier, slower one.
        while started < inputs.count, started - emitted < 2 * width,
          started - emitted - waiting.count < width
        {
          let (index, input) = (started, inputs[started])
          group.addTask { (index, try await work(input)) }
          started += 1
        }
        guard let (index, output) = try await group.next() else { break }
        waiting[index] = output
        while let next = waiting.removeValue(forKey: emitted) {
          emit(next)
          emitted += 1
        }
      }
    }
  }
}

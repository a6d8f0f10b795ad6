extension Comparison {
  /// What was found, in one sentence.
  public var sentence: String {
    let percent = { (value: Double) in "\(Int((value * 100).rounded())) %" }
    let bits = percent(evidence.bitErrors)
    let marks = percent(evidence.landmarks)
    switch verdict {
    case .sameMaster:
      return "The same master: one line over \(percent(evidence.coverage)), \(bits) of the "
        + "fingerprint's bits differ, \(marks) of the landmarks agree."
    case .otherMaster:
      return
        "The same performance, mastered in another way: \(bits) of the fingerprint's bits differ, "
        + "the levels move by \(Self.decibels(evidence.dynamics)) against each other and "
        + "the balance by \(Self.decibels(evidence.balance))."
    case .edit:
      let count = evidence.stretches.count
      return
        "An edit of the same performance: \(count == 1 ? "one stretch" : "\(count) stretches") with "
        + "\(percent(evidence.coverage)) of the shorter and \(percent(evidence.coverageOfLonger)) of the "
        + "longer, \(bits) of the fingerprint's bits differ."
    case .excerpt:
      let seconds = evidence.stretches.reduce(0) { $0 + $1.length }
      return "They share \(Int(seconds.rounded())) s and are not one recording."
    }
  }

  private static func decibels(_ value: Double) -> String {
    "\((value * 10).rounded() / 10) dB"
  }
}

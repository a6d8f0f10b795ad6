extension KeyEstimate {
  /// 0…1: how sure the mode alone is, whatever the tonic; ½ where the best key of the other mode is as likely
  /// as this one.
  public var modeConfidence: Double {
    let other = alternatives.filter { $0.key.mode != key.mode }.map(\.confidence).max() ?? 0
    return confidence > 0 ? confidence / (confidence + other) : 0
  }
}

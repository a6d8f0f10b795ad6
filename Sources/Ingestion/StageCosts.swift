/// CPU seconds of each stage that a source went through.
struct StageCosts: Sendable {
  var decode = 0.0
  var ladder = 0.0
  var fingerprint = 0.0
  var analysis = 0.0
  var verification = 0.0

  /// The stages that ran, in the order of the route.
  var stages: [(name: String, seconds: Double)] {
    [
      (name: "decode", seconds: decode), (name: "ladder", seconds: ladder),
      (name: "fingerprint", seconds: fingerprint), (name: "analysis", seconds: analysis),
      (name: "verification", seconds: verification),
    ].filter { $0.seconds > 0 }
  }

  static func += (sum: inout StageCosts, more: StageCosts) {
    sum.decode += more.decode
    sum.ladder += more.ladder
    sum.fingerprint += more.fingerprint
    sum.analysis += more.analysis
    sum.verification += more.verification
  }
}

public import Sound

/// The check after writing: renditions decoded and held against their source.
public enum Verification {
  /// Reports on renditions that lie in `store`, one each in their order.
  ///
  /// - Throws: `LadderError.damagedRendition` where one cannot be decoded, and what `source` throws.
  public static func reports(
    on renditions: [Rendition], in store: some RenditionStore,
    against source: inout some PCMSource & ~Copyable
  ) throws -> [VerificationReport] {
    try reports(
      on: renditions.map { ($0, try store.localPath(of: $0.path)) }, against: &source)
  }

  /// Reports on renditions at given paths of this machine.
  public static func reports(
    on renditions: [(rendition: Rendition, path: String)],
    against source: inout some PCMSource & ~Copyable
  ) throws -> [VerificationReport] {
    var verifier = try LadderVerifier(renditions, source: source.format)
    var block = PCMBlock(format: source.format)
    while true {
      try source.read(into: &block, frames: PCMBlock.standardFrames)
      if block.frames == 0 { break }
      try verifier.consume(block)
    }
    return try verifier.finish()
  }
}

extension StagedLadder {
  /// Decodes every rendition and holds it against `source`, which gives the frames that were
  /// encoded.
  ///
  /// Renditions that rise above full scale are marked so.
  ///
  /// - Throws: `LadderError.verificationFailed` with the evidence for the first rendition that does not
  /// hold; nothing has been published then.
  @discardableResult
  public mutating func verify(
    against source: inout some PCMSource & ~Copyable
  ) throws -> [VerificationReport] {
    let reports = try Verification.reports(
      on: renditions.map { ($0, localPath(of: $0)) }, against: &source)
    for (index, report) in reports.enumerated() {
      guard report.isSound else {
        throw LadderError.verificationFailed(rung: report.rung, evidence: report.failures)
      }
      if let mark = report.mark, !renditions[index].marks.contains(mark) {
        renditions[index].marks.append(mark)
      }
    }
    return reports
  }
}

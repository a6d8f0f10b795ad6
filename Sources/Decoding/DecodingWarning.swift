internal import Sound

/// One thing that the owner of a file should know.
public struct DecodingWarning: Sendable, Hashable, Codable {
  /// Stable and snake_case.
  public let code: String
  /// One sentence, without the file's name.
  public let message: String
  /// The first frame concerned, where there is one.
  public let frame: Int?
  /// The byte of the file, where there is one.
  public let offset: Int?

  init(code: String, message: String, frame: Int? = nil, offset: Int? = nil) {
    self.code = code
    self.message = message
    self.frame = frame
    self.offset = offset
  }
}

extension DecodingReport {
  /// Seconds of silence at an end that are worth a word.
  ///
  /// chosen: twice the longest pause between tracks on a disc (2 s by the Red Book), with room for
  /// fade-outs.
  private static let longSilence = 5.0
  /// A mean that is worth a word: −40 dBFS.
  ///
  /// chosen: a jump of that size clicks at a cut.
  private static let largeOffset = 0.01

  /// Damage, oddities and evidence in sentences; what is worse comes first.
  public var warnings: [DecodingWarning] {
    damage.map {
      DecodingWarning(code: $0.code, message: $0.sentence, frame: $0.frame, offset: $0.offset)
    } + notes.map { DecodingWarning(code: $0.code, message: $0.sentence) } + evidenceWarnings
  }

  private var evidenceWarnings: [DecodingWarning] {
    var warnings: [DecodingWarning] = []
    func warn(_ code: String, _ message: String, frame: Int? = nil) {
      warnings.append(DecodingWarning(code: code, message: message, frame: frame))
    }
    if evidence.isSilent {
      warn("silent", "The file holds silence only.")
      return warnings
    }
    let peak = evidence.peaks.max() ?? 0
    if peak > 1 {
      warn(
        "over_full_scale", "Samples reach \(Double(peak).rounded(toPlaces: 3)) times full scale.")
    }
    if evidence.clippedRuns > 0 {
      let places = evidence.clippedRuns == 1 ? "1 place" : "\(evidence.clippedRuns) places"
      warn(
        "clipped",
        "The sound is clipped in \(places) (\(evidence.clippedSamples) samples at full scale).",
        frame: evidence.firstClippedFrame)
    }
    let offsets = evidence.offsets.enumerated().filter { abs($0.element) > Self.largeOffset }
    for (index, offset) in offsets {
      warn(
        "dc_offset",
        "Channel \(index + 1) is shifted by \((offset * 100).rounded(toPlaces: 1)) % of full scale."
      )
    }
    if !evidence.silentChannels.isEmpty {
      let names = evidence.silentChannels.map { "\($0 + 1)" }.joined(separator: ", ")
      warn("silent_channel", "Nothing is on channel \(names) of \(format.channels).")
    }
    if evidence.hasIdenticalChannels {
      let all = format.channels == 2 ? "Both channels" : "All \(format.channels) channels"
      warn("identical_channels", "\(all) are the same: it is mono.")
    }
    if evidence.leadingSilence > Self.longSilence {
      warn(
        "leading_silence", "It begins with \(Damage.seconds(evidence.leadingSilence)) of silence.")
    }
    if evidence.trailingSilence > Self.longSilence {
      warn(
        "trailing_silence", "It ends with \(Damage.seconds(evidence.trailingSilence)) of silence.")
    }
    if let used = evidence.usedBits, let bits = sampleFormat.bits {
      warn("unused_bits", "Only \(used) of the \(bits) bits of a sample are used.")
    }
    if let limit = evidence.bandLimit, let origin = limit.origin(at: format.sampleRate) {
      warn(origin.code, limit.sentence(origin))
    }
    return warnings
  }
}

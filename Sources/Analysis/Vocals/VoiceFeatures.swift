/// Where somebody sings, speaks or applauds, and how the track's surface is made.
public struct VoiceFeatures: Sendable, Equatable, Codable {
  /// Seconds from one value of the curves to the next; the first stands for the second that begins at 0.
  public static let stepSeconds = VoiceInputs.hopSeconds

  /// Probability of a voice, sung or spoken, in percent.
  public var voice: [UInt8]
  /// Probability of speech, in percent.
  public var speech: [UInt8]
  /// Probability of an audience that is heard, in percent.
  public var crowd: [UInt8]
  /// Mean log odds of a voice over the half of the track in which they are highest, within ±6.
  public var voicePresence: Double
  /// Mean log odds of a voice, within ±6.
  public var voiceMean: Double
  /// Mean log odds of speech, within ±6.
  public var speechMean: Double
  /// Mean log odds of an audience over the tenth of the track in which they are highest, within ±6.
  public var crowdPresence: Double
  /// Mean log odds of an audience, within ±6.
  public var crowdMean: Double
  public var texture: Texture
}

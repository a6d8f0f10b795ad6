/// How a track's surface is made: some of it goes into acousticness, speechiness and liveness.
///
/// None of it depends on the file's gain.
public struct Texture: Sendable, Equatable, Codable {
  /// Mean distance of the level of half a second from its mean, in decibels.
  public var dynamics: Float
  /// Share of the spectrum above 5 kHz, ln.
  public var treble: Float
  /// Share of the spectrum below 55 Hz, ln.
  public var bottom: Float
  /// Mean change of the spectrum's peaks in 20 ms, in ln(1 + 1000·S): little for synthesisers.
  public var wobble: Float
  /// How fast 1 to 6 kHz fall where they fall, in decibels a second: little in a large room.
  public var decay: Float
  /// How far 1 to 6 kHz fall between the notes, in decibels: little where an audience is.
  public var floor: Float
  /// How much like noise what is then left is, 0…1.
  public var floorFlatness: Float
}

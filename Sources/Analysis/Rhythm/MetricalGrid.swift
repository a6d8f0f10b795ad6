/// What is known of a track's beats and bars when its sections are looked for.
struct MetricalGrid {
  /// Seconds, rising.
  var beats: [Double]
  /// Those beats that begin a bar; empty where it is not known.
  var downbeats: [Double] = []
  var beatsPerBar: Int?
  /// 0…1.
  var beatsPerBarConfidence = 0.0
}

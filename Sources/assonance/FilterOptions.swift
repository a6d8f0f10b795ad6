import Analysis
import ArgumentParser
import Catalogue

/// Hard conditions on tracks, the same for `similar` and `list`.
struct FilterOptions: ParsableArguments {
  @Option(help: "Tempo in beats a minute, such as 118..126.")
  var bpm: String?

  @Flag(help: "Half and double tempo count too.")
  var bpmOctaves = false

  @Option(help: "Key, such as C:maj, \"A minor\" or 8A; may be given several times.")
  var key: [String] = []

  @Option(help: "Seconds, such as 60..300.")
  var duration: String?

  @Option(help: "Artist.")
  var artist: String?

  @Option(help: "Genre.")
  var genre: String?

  @Option var minEnergy: Double?
  @Option var maxEnergy: Double?
  @Option var minDanceability: Double?
  @Option var maxDanceability: Double?
  @Option var minValence: Double?
  @Option var maxValence: Double?
  @Option var minAcousticness: Double?
  @Option var maxAcousticness: Double?
  @Option var minInstrumentalness: Double?
  @Option var maxInstrumentalness: Double?
  @Option var minSpeechiness: Double?
  @Option var maxSpeechiness: Double?
  @Option var minLiveness: Double?
  @Option var maxLiveness: Double?

  func validate() throws { _ = try filter() }

  func filter() throws -> TrackFilter {
    var filter = TrackFilter()
    filter.tempo = try bpm.map { try NumberRange($0, name: "--bpm").bounds }
    filter.allowsTempoOctaves = bpmOctaves
    filter.duration = try duration.map { try NumberRange($0, name: "--duration").bounds }
    filter.artist = artist
    filter.genre = genre
    if !key.isEmpty {
      filter.keys = Set(
        try key.map { text in
          guard let key = Key(text) else {
            throw ValidationError("\(text) is no key; write C:maj, \"A minor\" or 8A.")
          }
          return key
        })
    }
    let bounds = [
      ("energy", minEnergy, maxEnergy), ("danceability", minDanceability, maxDanceability),
      ("valence", minValence, maxValence), ("acousticness", minAcousticness, maxAcousticness),
      ("instrumentalness", minInstrumentalness, maxInstrumentalness),
      ("speechiness", minSpeechiness, maxSpeechiness), ("liveness", minLiveness, maxLiveness),
    ]
    for (name, low, high) in bounds where low != nil || high != nil {
      let (least, most) = (low ?? 0, high ?? 1)
      guard least <= most, (0...1).contains(least), (0...1).contains(most) else {
        throw ValidationError("--min-\(name) and --max-\(name) take numbers from 0 to 1.")
      }
      filter.descriptors[name] = least...most
    }
    return filter
  }
}

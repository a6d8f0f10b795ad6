extension Descriptors {
  /// What `Descriptor.percentile` is measured against, with its date; it changes with `AnalysisVersion` alone.
  public static let reference = DescriptorTables.reference

  /// The public names, in the order of the interface.
  public static let names = [
    "energy", "danceability", "valence", "acousticness", "instrumentalness", "speechiness",
    "liveness",
  ]

  /// The descriptor of a public name; nil where there is no answer.
  public subscript(name: String) -> Descriptor? {
    switch name {
    case "energy": energy
    case "danceability": danceability
    case "valence": valence
    case "acousticness": acousticness
    case "instrumentalness": instrumentalness
    case "speechiness": speechiness
    case "liveness": liveness
    default: nil
    }
  }
}

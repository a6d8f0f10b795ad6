extension Descriptors {
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
    default: nil
    }
  }
}

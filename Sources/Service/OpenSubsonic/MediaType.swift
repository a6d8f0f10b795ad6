/// How players call what a file is.
struct MediaType: Sendable, Equatable {
  let suffix: String
  let mime: String

  static let rendition = Self(suffix: "ogg", mime: "audio/ogg")

  /// - Parameter container: as the catalogue names it.
  init(container: String) {
    switch container {
    case "flac": self.init(suffix: "flac", mime: "audio/flac")
    case "ogg": self = .rendition
    case "mp3": self.init(suffix: "mp3", mime: "audio/mpeg")
    case "wav", "rf64", "bw64": self.init(suffix: "wav", mime: "audio/wav")
    case "aiff": self.init(suffix: "aiff", mime: "audio/aiff")
    case "caf": self.init(suffix: "caf", mime: "audio/x-caf")
    case "au": self.init(suffix: "au", mime: "audio/basic")
    case "mp4": self.init(suffix: "m4a", mime: "audio/mp4")
    default: self.init(suffix: container, mime: "application/octet-stream")
    }
  }

  private init(suffix: String, mime: String) { (self.suffix, self.mime) = (suffix, mime) }
}

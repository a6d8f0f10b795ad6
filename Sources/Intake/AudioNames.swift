internal import Sound

/// What the names of files and folders say; consulted only to choose between silence and a verdict.
enum AudioNames {
  /// Whether the name promises audio.
  static func claims(_ path: SourcePath) -> Bool { extensions.contains(path.lowercasedExtension) }

  /// Whether an entry is the litter of an operating system or a file server.
  ///
  /// Their copies of deleted and older files are, too. Hidden names as such are not: ".38 Special" is a
  /// band.
  static func isLitter(_ name: some Collection<UInt8>) -> Bool {
    guard let text = String(validating: name, as: UTF8.self) else { return false }
    return litter.contains(text) || text.hasPrefix(".Trash-")
  }

  private static let extensions: Set<String> = [
    "wav", "wave", "bwf", "rf64", "w64", "flac", "fla", "aif", "aiff", "aifc", "ogg", "oga",
    "opus", "spx", "caf", "au", "snd", "mp3", "mp2", "mp1", "mpga", "m4a", "m4b", "aac", "alac",
    "wv", "ape", "dsf", "dff", "wma", "asf", "tta", "tak", "mpc", "ra", "amr", "mka", "weba",
    "voc", "nist", "sph",
  ]

  private static let litter: Set<String> = [
    ".DS_Store", ".AppleDouble", ".AppleDB", "__MACOSX", ".Spotlight-V100", ".fseventsd",
    ".Trashes", ".TemporaryItems", ".DocumentRevisions-V100", "Thumbs.db", "desktop.ini",
    "$RECYCLE.BIN", "System Volume Information", "RECYCLER", "@eaDir", "#recycle", "#snapshot",
    "@Recycle", ".snapshot", ".snapshots", ".zfs", ".stversions", ".stfolder", ".git",
    "lost+found", ".Trash", ".directory", ".nomedia",
  ]
}

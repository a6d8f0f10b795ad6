/// What a file that was sent is called on disk: the sender's word, made harmless.
enum UploadName {
  /// Bytes; below what every file system takes.
  private static let limit = 180

  /// The last component without what a path, a shell or a terminal could mistake; `upload` where nothing is left.
  static func safe(_ text: String) -> String {
    let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    var name = ""
    for scalar in last.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        continue
      default: name.unicodeScalars.append(":*?\"<>|".unicodeScalars.contains(scalar) ? "_" : scalar)
      }
    }
    while name.hasPrefix(".") || name.hasPrefix(" ") { name.removeFirst() }
    guard !name.isEmpty else { return "upload" }
    if name.utf8.count <= limit { return name }
    // The extension says what it is.
    let ending = name.lastIndex(of: ".").map { name[$0...] } ?? ""
    var stem = name.dropLast(ending.utf8.count <= 10 ? ending.count : 0)
    while stem.utf8.count > limit - 10 { stem.removeLast() }
    return String(stem) + (ending.utf8.count <= 10 ? ending : "")
  }
}

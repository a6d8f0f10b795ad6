import Analysis
public import Catalogue
import Sound
import Tagging

/// The catalogue as comma-separated values (RFC 4180): one row a track, empty cells where there is no answer.
public enum CatalogueCSV {
  private static let columns = [
    "track", "artist", "title", "album", "duration", "tempo", "tempo_confidence", "key", "mode",
    "key_confidence", "camelot", "loudness", "loudness_range", "true_peak",
  ]

  public static var heading: String {
    (columns + Descriptors.names + ["source"]).joined(separator: ",")
  }

  public static func row(_ stored: CatalogueEntry) -> String {
    let entry = stored.answered
    let (track, analysis) = (entry.track, entry.derivatives.analysis)
    let tempo = analysis?.tempo
    let key = analysis?.key
    let loudness = analysis?.loudness
    var cells: [String] = [
      track.id.description, track.tags.artists.joined(separator: "; "), track.tags.title ?? "",
      track.tags.album ?? "", number(track.duration, 3), number(tempo?.bpm, 2),
      number(tempo?.confidence, 3), key?.key.tonic.description ?? "", key?.key.mode.rawValue ?? "",
      number(key?.confidence, 3), key?.key.camelot ?? "", number(loudness?.integrated, 2),
      number(loudness?.range, 2), number(loudness?.truePeak, 2),
    ]
    cells += Descriptors.names.map { number(analysis?.descriptors[$0]?.value, 3) }
    cells.append(entry.sources.first?.description ?? "")
    return cells.map(quoted).joined(separator: ",")
  }

  private static func number(_ value: Double?, _ places: Int) -> String {
    let json = JSONValue.number(value, places: places)
    return json == .null ? "" : json.description
  }

  private static func quoted(_ cell: String) -> String {
    // Scalar by scalar: a quote with an accent behind it is one character, and still a quote to a reader.
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard cell.unicodeScalars.contains(where: special.contains) else { return cell }
    var quoted = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

/// Playlist entries in the extended M3U form.
public enum Playlist {
  /// Nothing for tracks whose file's path is not one line of text: a playlist could not name it.
  public static func lines(_ entry: CatalogueEntry) -> [String] {
    let isOneLine = { (path: String) in
      !path.unicodeScalars.contains { $0 == "\n" || $0 == "\r" }
    }
    guard let path = entry.sources.lazy.compactMap(\.text).first(where: isOneLine) else {
      return []
    }
    let name = entry.answered.name.map { $0.isNewline ? " " : $0 }
    return ["#EXTINF:\(Int(entry.track.duration.rounded())),\(String(name))", path]
  }
}

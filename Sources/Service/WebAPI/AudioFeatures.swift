import Hummingbird
import Interchange

/// `audio-features`, one and many, as the public Web API answered them.
///
/// Our own members stand behind its eighteen: how sure tempo and key are, what else the tempo could be, where
/// each value lies in the library, and `unknown`: which of the eighteen have no answer. Clients expect numbers
/// there, so those are 0 (key −1, loudness −60).
enum AudioFeatures {
  /// Ids of one request.
  static let limit = 100

  /// `{"audio_features": [...]}`, in the order of the ids; null for what the library does not have.
  static func many(_ ids: [Substring], from shelf: Shelf, base: String) -> [UInt8] {
    var text = ByteText(capacity: 32 + ids.count * 1_100)
    text.append(#"{"audio_features":["#)
    let parts = Parts(base: base)
    for (index, id) in ids.enumerated() {
      if index > 0 { text.append(",") }
      if let row = shelf.row(id.utf8), shelf.features[row].isMeasured {
        write(shelf.features[row], parts, to: &text)
      } else {
        text.append("null")
      }
    }
    text.append("]}")
    return text.bytes
  }

  /// Nil for what the library does not have.
  static func one(_ id: String, from shelf: Shelf, base: String) -> [UInt8]? {
    guard let row = shelf.row(id.utf8), shelf.features[row].isMeasured else { return nil }
    var text = ByteText(capacity: 1_100)
    write(shelf.features[row], Parts(base: base), to: &text)
    return text.bytes
  }

  /// What is the same in every object of an answer.
  private struct Parts {
    let track: [UInt8]
    let analysis: [UInt8]

    init(base: String) {
      track = Array(#"","track_href":"\#(base)/v1/tracks/"#.utf8)
      analysis = Array(#"","analysis_url":"\#(base)/v1/audio-analysis/"#.utf8)
    }
  }

  private static let names = FeatureLine.names.map { Array("\"\($0)\":".utf8) }
  private static let rankedNames = FeatureLine.rankedNames.map { Array("\"\($0)\":".utf8) }

  private static func write(_ line: FeatureLine, _ parts: Parts, to text: inout ByteText) {
    text.append("{")
    for index in names.indices {
      text.append(names[index])
      text.append(thousandths: line.descriptors[index] ?? 0)
      text.append(",")
    }
    text.append(#""key":"#)
    text.append(Int(line.key ?? -1))
    text.append(#","loudness":"#)
    text.append(thousandths: line.loudness ?? -60_000)
    text.append(#","mode":"#)
    text.append(Int(line.mode ?? 0))
    text.append(#","tempo":"#)
    text.append(thousandths: line.tempo ?? 0)
    text.append(#","type":"audio_features","id":""#)
    text.append(line.id)
    text.append(#"","uri":"spotify:track:"#)
    text.append(line.id)
    text.append(parts.track)
    text.append(line.id)
    text.append(parts.analysis)
    text.append(line.id)
    text.append(#"","duration_ms":"#)
    text.append(line.milliseconds)
    text.append(#","time_signature":"#)
    text.append(Int(line.timeSignature ?? 0))
    text.append(#","tempo_confidence":"#)
    text.append(thousandths: line.tempoConfidence)
    text.append(#","tempo_alternatives":["#)
    for (index, other) in line.alternatives.enumerated() {
      text.append(index > 0 ? #",{"tempo":"# : #"{"tempo":"#)
      text.append(thousandths: other.bpm)
      text.append(#","confidence":"#)
      text.append(thousandths: other.confidence)
      text.append("}")
    }
    text.append(#"],"key_confidence":"#)
    text.append(thousandths: line.keyConfidence)
    text.append(#","percentiles":{"#)
    for index in rankedNames.indices {
      if index > 0 { text.append(",") }
      text.append(rankedNames[index])
      let share = line.percentiles[index]
      if share < 0 { text.append("null") } else { text.append(thousandths: Int32(share)) }
    }
    text.append(#"},"unknown":["#)
    var isFirst = true
    for (name, isKnown) in known(line) where !isKnown {
      text.append(isFirst ? "\"" : ",\"")
      text.append(name)
      text.append("\"")
      isFirst = false
    }
    text.append(#"],"analyzer_version":"assonance analysis "#)
    text.append(Int(line.version))
    text.append("\"}")
  }

  private static func known(_ line: FeatureLine) -> [(String, Bool)] {
    zip(FeatureLine.names, line.descriptors.map { $0 != nil }) + [
      ("key", line.key != nil), ("mode", line.mode != nil), ("loudness", line.loudness != nil),
      ("tempo", line.tempo != nil), ("time_signature", line.timeSignature != nil),
    ]
  }
}

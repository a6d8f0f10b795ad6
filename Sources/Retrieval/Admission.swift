import Catalogue
import Ingestion
import Sound

/// Which tracks may answer, read once from the catalogue where a condition asks for it.
struct Admission {
  private var admitted: Set<String>?
  private let everything: [TrackID]
  /// Of all tracks, where the metre is asked for.
  let beatsPerBar: [TrackID: Int]

  /// Where it `lists`, `ids` will be asked for.
  init(
    _ filter: TrackFilter, _ tuning: Tuning = Tuning(), lists: Bool = false, in library: Library
  ) throws {
    let catalogue = library.catalogue
    beatsPerBar = tuning.asksForMetre ? try catalogue.beatsPerBar() : [:]
    guard !filter.isEmpty || !tuning.bounds.isEmpty else {
      everything = lists ? try catalogue.trackIDs() : []
      return
    }
    everything = []
    var admitted: Set<String> = []
    let beats = beatsPerBar
    try catalogue.forEachSummary(where: filter) { summary in
      guard tuning.admits(summary, beatsPerBar: beats[summary.track]) else { return }
      admitted.insert(summary.track.description)
    }
    self.admitted = admitted
  }

  /// All that may answer, in order.
  var ids: [String] { admitted.map { $0.sorted() } ?? everything.map(\.description) }

  /// Whether every track may answer.
  var isOpen: Bool { admitted == nil }
}

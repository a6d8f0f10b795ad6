import Catalogue
import Recordings
public import Sound

/// What a person changes about the recordings of a library; it holds whatever is ingested later.
public enum RecordingEditing {
  /// Makes one recording of two, each named by one of its tracks or by its id.
  ///
  /// - Returns: the recording's id.
  public static func merge(
    _ first: TrackID, _ second: TrackID, in library: Library
  ) throws -> TrackID {
    let (mine, theirs) = (
      try library.catalogue.members(first), try library.catalogue.members(second)
    )
    // Every pair, so that a split between any two of them is taken back.
    var edits: [RecordingEdit] = []
    for a in mine {
      for b in theirs where a != b { edits.append(RecordingEdit(.merge, a, b)) }
    }
    try library.catalogue.record(edits)
    return try library.catalogue.recording(of: mine.first ?? first)
  }

  /// Takes a track out of its recording; a recording's own id, where it is no track's, takes all of them apart.
  ///
  /// - Returns: the tracks that it is apart from now.
  public static func split(_ track: TrackID, in library: Library) throws -> [TrackID] {
    let catalogue = library.catalogue
    if try !catalogue.holds(track) {
      let members = try catalogue.tracks(ofRecording: track)
      var edits: [RecordingEdit] = []
      for (place, a) in members.enumerated() {
        for b in members[(place + 1)...] { edits.append(RecordingEdit(.split, a, b)) }
      }
      try catalogue.record(edits)
      return members
    }
    let others = try catalogue.tracks(ofRecording: catalogue.recording(of: track)).filter {
      $0 != track
    }
    try catalogue.record(others.map { RecordingEdit(.split, track, $0) })
    return others
  }
}

extension Catalogue {
  /// The tracks of a recording that is named by its id or by one of them.
  fileprivate func members(_ id: TrackID) throws(CatalogueError) -> [TrackID] {
    try tracks(ofRecording: try holds(id) ? recording(of: id) : id)
  }
}

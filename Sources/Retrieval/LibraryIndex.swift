import Catalogue
import Foundation
public import Ingestion
public import Similarity
import Sound
import Synchronization

/// A library's similarity index: opened once, following the catalogue from search to search.
///
/// The index lies in `index/` of the library and can be deleted at any time: it is made of the catalogue
/// alone. Whatever is missing, damaged, of another version or of another catalogue is not used; then the
/// places are read from the catalogue, and every answer is the same, only later.
public final class LibraryIndex: Sendable {
  /// What an answer rests on.
  public struct State: Sendable, Equatable {
    /// Tracks that can answer.
    public let tracks: Int
    /// Changes of the catalogue that the written index does not hold yet; they are searched beside it.
    public let pending: Int
    /// Why there is no written index in use; nil where there is.
    public let fault: IndexFault?

    public init(tracks: Int, pending: Int, fault: IndexFault?) {
      self.tracks = tracks
      self.pending = pending
      self.fault = fault
    }
  }

  private struct Loaded {
    var places: Neighbourhood
    var stamp: IndexStamp
    var fault: IndexFault?
  }

  private let library: Library
  private let loaded = Mutex<Loaded?>(nil)

  /// Changes from which on it is worth writing the index anew, and the share of its tracks that they must
  /// make up as well.
  ///
  /// chosen: 2 000 are searched in a twentieth of a millisecond.
  private static let many = 2_000
  private static let manyShare = 0.05

  public init(_ library: Library) { self.library = library }

  /// Where the index lies.
  public var path: String { library.neighbourIndex }

  /// All places as the catalogue has them now.
  ///
  /// The first call opens the index; the others read what has changed since the last.
  ///
  /// - Throws: what the catalogue throws.
  public func current() throws -> Neighbourhood { try followed().places }

  /// What answers rest on now.
  ///
  /// - Throws: what the catalogue throws.
  public func state() throws -> State {
    let loaded = try followed()
    return State(
      tracks: loaded.places.count, pending: loaded.places.changes, fault: loaded.fault)
  }

  /// Writes the index if it is missing, unusable or far behind, or in any case if `always`.
  ///
  /// Killed at any instant, the old index or the new one is there.
  ///
  /// - Returns: whether it was written.
  /// - Throws: `IndexFault.io` (the old index stays), and what the catalogue throws.
  @discardableResult
  public func write(always: Bool = false) throws -> Bool {
    let now = try followed()
    let isFar =
      now.places.changes >= Self.many
      && Double(now.places.changes) >= Self.manyShare * Double(now.places.count)
    guard always || isFar || (now.fault != nil && now.places.count >= Self.many) else {
      return false
    }
    let folder = library.indexFolder
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw IndexFault.io(EACCES)
    }
    // What a run that was killed left half written.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix("neighbours.") && name.hasSuffix(".new") {
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
    let image = try IndexBuilder.build(now.places, stamp: now.stamp)
    try image.publish(at: path)
    loaded.withLock { $0 = nil }
    return true
  }

  /// Reads all places from the catalogue, whatever the index says: after an answer that disagrees with it.
  ///
  /// - Throws: what the catalogue throws.
  func distrust() throws -> Neighbourhood {
    try loaded.withLock { loaded in
      let fresh = try follow(Loaded(places: Neighbourhood(), stamp: IndexStamp(), fault: .damaged))
      loaded = fresh
      return fresh.places
    }
  }

  private func followed() throws -> Loaded {
    try loaded.withLock { loaded in
      let now = try follow(loaded ?? open())
      loaded = now
      return now
    }
  }

  /// The written index, or nothing and why.
  private func open() -> Loaded {
    do throws(IndexFault) {
      let image = try IndexImage(opening: path)
      return Loaded(places: Neighbourhood(image), stamp: image.stamp, fault: nil)
    } catch {
      return Loaded(places: Neighbourhood(), stamp: IndexStamp(), fault: error)
    }
  }

  /// With all that the catalogue has changed since.
  private func follow(_ loaded: Loaded) throws -> Loaded {
    var loaded = loaded
    var changes = try library.catalogue.placeChanges(
      after: loaded.stamp.sequence, version: SpaceVersion.current)
    let isOther = loaded.stamp.epoch != changes.epoch && loaded.stamp != IndexStamp()
    if isOther || loaded.stamp.sequence > changes.last {
      // Of another catalogue, or of a later state of this one: a copy that was put back.
      loaded = Loaded(places: Neighbourhood(), stamp: IndexStamp(), fault: .otherCatalogue)
      changes = try library.catalogue.placeChanges(after: 0, version: SpaceVersion.current)
    }
    for (track, vector) in changes.changed {
      if let vector {
        let place = try Embedding(vector: vector, version: SpaceVersion.current)
        loaded.places.update(track.description, to: place)
      } else {
        loaded.places.remove(track.description)
      }
    }
    loaded.stamp = IndexStamp(epoch: changes.epoch, sequence: changes.last)
    return loaded
  }
}

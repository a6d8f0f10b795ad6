import Analysis
import GRDB
public import Sound

extension Catalogue {
  /// Where each descriptor of a track lies among all tracks of the library that have one: percent that lie below,
  /// equal ones counting half, the track itself left out.
  ///
  /// A name is missing where the track has no value, or no other track has one. One pass over the summaries.
  public func percentiles(of track: TrackID) throws(CatalogueError) -> [String: Double] {
    let columns = Descriptors.names.map { name in
      """
      sum(other.\(name) < own.\(name)) + 0.5 * sum(other.\(name) = own.\(name)) AS \(name),
      count(other.\(name)) AS \(name)Count
      """
    }
    let row = try read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT \(columns.joined(separator: ", ")) FROM summary AS own
          JOIN summary AS other ON other.track <> own.track WHERE own.track = ?
          """,
        arguments: [track.description])
    }
    var percentiles: [String: Double] = [:]
    for name in Descriptors.names {
      guard let below = row?[name] as Double?, let count = row?[name + "Count"] as Int?, count > 0
      else { continue }
      percentiles[name] = 100 * below / Double(count)
    }
    return percentiles
  }
}

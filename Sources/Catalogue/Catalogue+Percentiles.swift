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
    // What owners state counts as what is shown.
    let stated = Descriptors.names.map {
      "MAX(CASE name WHEN '\($0)' THEN CAST(value AS REAL) END) AS \($0)"
    }
    let shown = Descriptors.names.map { "COALESCE(stated.\($0), summary.\($0)) AS \($0)" }
    let row = try read { db in
      try Row.fetchOne(
        db,
        sql: """
          WITH stated AS (SELECT track, \(stated.joined(separator: ", ")) FROM override GROUP BY track),
          shown AS (SELECT summary.track, \(shown.joined(separator: ", "))
            FROM summary LEFT JOIN stated ON stated.track = summary.track)
          SELECT \(columns.joined(separator: ", ")) FROM shown AS own
          JOIN shown AS other ON other.track <> own.track WHERE own.track = ?
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

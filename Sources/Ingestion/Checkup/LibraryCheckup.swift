import Catalogue
import Decoding
import Foundation
import Intake
public import Ladder
import Sound

/// Holds catalogue, renditions and kept originals of a library against each other, and mends what does not
/// fit.
///
/// Nothing that exists once only is thrown away: what is removed can be made again from an original.
public struct LibraryCheckup: Sendable {
  /// Whether files are read whole and held against their digests, rather than looked at from outside.
  public var isDeep = false
  /// Whether findings are put right.
  public var repairs = false
  /// Whether tracks are forgotten of which there is no original any more.
  public var forgetsLost = false
  /// What renditions are made by.
  public var profile: LadderProfile

  public init(profile: LadderProfile) { self.profile = profile }

  /// Checks the library and calls `report` with each finding, mended or not.
  ///
  /// - Throws: `CatalogueError`, `Failure` of the library's folder, `CancellationError`.
  public func run(in library: Library, report: (Finding) -> Void) throws {
    for problem in try library.catalogue.integrityProblems() {
      report(Finding(.catalogueDamaged, "The catalogue is damaged: \(problem)."))
    }
    var known: Set<String> = []
    let areHeadersDue = Set(try library.catalogue.tracksWithHeadersDue())
    for track in try library.catalogue.trackIDs() {
      try Task.checkCancellation()
      let findings = try look(at: track, in: library, areHeadersDue, known: &known)
      let sources = try library.catalogue.sources(of: track)
      let isKept = FileManager.default.fileExists(
        atPath: KeptOriginals.path(of: track, in: library))
      let isLost = !isKept && !sources.contains { SourceIngest.exists($0.path) }
      if isLost {
        var finding =
          sources.isEmpty
          ? Finding(
            .trackWithoutSource, "No file holds the track \(track) any more.", track: track)
          : Finding(
            .sourceMissing, "\(sources[0].path) is not where it was.", track: track)
        if forgetsLost {
          try forget(track, in: library)
          finding.isMended = true
        }
        report(finding)
        if forgetsLost { continue }
      }
      if findings.isEmpty { continue }
      (repairs && !isLost ? try mend(track, findings, in: library) : findings).forEach(report)
    }
    for path in Renditions.unknown(in: library, known: known) {
      var finding = Finding(.renditionUnknown, "\(path) belongs to no track.")
      if repairs {
        try library.store.remove(path)
        finding.isMended = true
      }
      report(finding)
    }
    try IndexCheckup(library: library, repairs: repairs).run(report: report)
    NeighbourIndexCheckup(library: library, repairs: repairs).run(report: report)
  }

  /// What is wrong with one track.
  private func look(
    at track: TrackID, in library: Library, _ areHeadersDue: Set<TrackID>,
    known: inout Set<String>
  ) throws -> [Finding] {
    if let reason = try Self.damage(of: track, in: library) {
      for rung in try library.catalogue.freshness(of: track).rungs.values {
        known.insert(rung.path)
      }
      return [
        Finding(
          .recordDamaged, "What is stored of \(track) cannot be read (\(reason)).", track: track)
      ]
    }
    guard let entry = try library.catalogue.entry(track) else { return [] }
    var findings: [Finding] = []
    let rungs = try library.catalogue.freshness(of: track).rungs
    for rendition in entry.derivatives.renditions {
      known.insert(rendition.path)
      let isDamaged = rungs[rendition.rung]?.isDamaged ?? false
      if let finding = try Renditions.finding(
        rendition, of: entry, in: library, isDeep: isDeep, isDamaged: isDamaged)
      {
        findings.append(finding)
      }
    }
    let needs = try needs(of: track, in: library)
    let isRungMissing = profile.rungs.contains { rung in
      !entry.derivatives.renditions.contains { $0.rung == rung.name }
    }
    if needs.needsMeasuring || needs.embedding || isRungMissing || areHeadersDue.contains(track) {
      findings.append(
        Finding(
          .incomplete, "\(entry.name) is not up to date; the next ingest completes it.",
          track: track))
    }
    if isDeep, let finding = try originalFinding(track, in: library) { findings.append(finding) }
    return findings
  }

  /// Why what is stored of a track cannot be read; nil where it can.
  private static func damage(of track: TrackID, in library: Library) throws -> String? {
    do {
      _ = try library.catalogue.entry(track)
      _ = try library.catalogue.landmarks(of: track)
      return nil
    } catch CatalogueError.damaged(_, let reason) {
      return reason
    }
  }

  private func originalFinding(_ track: TrackID, in library: Library) throws -> Finding? {
    let path = KeptOriginals.path(of: track, in: library)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let found = try? SourcePass(
      SourcePath(path), needs: Needs(nothing: ()), by: library.access
    ).report.trackID
    if found == track { return nil }
    return Finding(
      .originalAltered, "The kept original of \(track) is not what it was.", track: track)
  }

  /// Makes again what is wrong with a track, from an original.
  ///
  /// What is there goes only with what takes its place: where no original holds the track, it may be all there is.
  private func mend(
    _ track: TrackID, _ findings: [Finding], in library: Library
  ) throws -> [Finding] {
    var isMended = false
    for place in try KeptOriginals.places(of: track, in: library) where !isMended {
      do {
        try mend(track, findings, from: place, in: library)
        let headers = try Retagging(library: library, profile: profile).run(track)
        isMended = headers.damaged.isEmpty
      } catch {
        _ = try Failure.ofFile(error)
      }
    }
    return findings.map { finding in
      var finding = finding
      finding.isMended = isMended && finding.code != .originalAltered
      return finding
    }
  }

  private func mend(
    _ track: TrackID, _ findings: [Finding], from place: SourcePath, in library: Library
  ) throws {
    let isUnreadable = findings.contains { $0.code == .recordDamaged }
    let altered = findings.compactMap(\.rung)
    var needs = Needs(all: profile.rungs)
    if !isUnreadable {
      needs = try self.needs(of: track, in: library)
      let due = Set(needs.rungs.map(\.name)).union(altered)
      needs.rungs = profile.rungs.filter { due.contains($0.name) }
      // Headers are brought up to date without an original.
      if needs.isEmpty, altered.isEmpty { return }
    }
    let work = TrackWork(library: library, profile: profile)
    // A rendition that the profile has no rung for is only forgotten, and that, too, only beside an original.
    if needs.rungs.isEmpty, !altered.isEmpty { try work.require(track, at: place) }
    let derivatives = try work.derive(needs, of: track, from: place)
    try library.catalogue.replace(
      derivatives, of: track, isWhole: isUnreadable, without: altered)
  }

  private func needs(of track: TrackID, in library: Library) throws -> Needs {
    Needs(
      try library.catalogue.freshness(of: track), rungs: profile.rungs, store: library.store,
      force: [])
  }

  private func forget(_ track: TrackID, in library: Library) throws {
    let rungs = try library.catalogue.freshness(of: track).rungs.values
    try library.catalogue.remove(track)
    for rung in rungs { try library.store.remove(rung.path) }
  }
}

/// The files under `renditions/`.
private enum Renditions {
  /// What is wrong with a rendition; `isDamaged` where an ingest has found out that something is.
  static func finding(
    _ rendition: Rendition, of entry: CatalogueEntry, in library: Library, isDeep: Bool,
    isDamaged: Bool
  ) throws -> Finding? {
    let track = entry.track.id
    guard let size = library.store.size(of: rendition.path) else {
      return Finding(
        .renditionMissing, "\(rendition.path) of \(entry.name) is not there.", track: track,
        rung: rendition.rung)
    }
    let path = SourcePath(try library.store.localPath(of: rendition.path))
    if size == rendition.bytes, !isDeep, !isDamaged { return nil }
    if size == rendition.bytes, !isDamaged,
      try SourceDigest.digest(of: path).0.description == rendition.sha256
    {
      return nil
    }
    return Finding(
      .renditionAltered, "\(rendition.path) of \(entry.name) is not as it was written.",
      track: track, rung: rendition.rung)
  }

  /// Paths in the library of files that no track has, temporary ones left out.
  static func unknown(in library: Library, known: Set<String>) -> [String] {
    let root = library.folder + "/renditions"
    guard let names = FileManager.default.enumerator(atPath: root) else { return [] }
    var unknown: [String] = []
    for case let name as String in names where !name.hasPrefix(".partial") {
      let path = "renditions/" + name
      let isFolder = names.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
      if !isFolder, !known.contains(path) { unknown.append(path) }
    }
    return unknown.sorted()
  }
}

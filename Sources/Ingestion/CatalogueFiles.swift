import Catalogue
import Intake
import Sound

/// What the catalogue knows of files, for whoever watches them.
struct CatalogueFiles: KnownFiles {
  let catalogue: Catalogue

  func standing(of path: SourcePath, _ stamp: FileStamp) throws -> FileStanding {
    guard let known = try catalogue.source(at: path), known.stamp.sameContent(as: stamp) else {
      return .unknown
    }
    if known.isMissing { return .due }
    let isOpen = known.track == nil && (1..<SourceIngest.patience).contains(known.attempts)
    return isOpen ? .due : .upToDate
  }

  func known(
    under folder: SourcePath, after last: SourcePath?, limit: Int
  ) throws -> [KnownFile] {
    try catalogue.presentSources(under: folder, after: last, limit: limit).map {
      KnownFile(path: $0.path, stamp: $0.stamp)
    }
  }
}

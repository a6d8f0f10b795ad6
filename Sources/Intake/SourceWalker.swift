internal import Glibc
public import Sound

/// Finds the files under a list of paths, one at a time and in byte order.
///
/// Holds the names of the folders between the root and where it stands, and nothing else of the tree.
/// Links to folders are followed, each target once and never into a folder above; links that lead
/// nowhere, FIFOs, sockets and devices are passed over and counted. A path the user named, and a folder
/// that cannot be read, always gets an answer.
public struct SourceWalker {
  /// One answer of the walk.
  public enum Step: Sendable, Hashable {
    case file(FoundFile)
    case rejected(IntakeError)
  }

  /// Entries passed over: dangling links, FIFOs, sockets, devices, links back up the tree.
  public private(set) var passedOver = 0

  private struct Level {
    let path: SourcePath
    let identity: Identity
    var listing: FolderListing
  }

  /// Called with each folder before its names are read, so that a watch on it misses none.
  var willEnter: (SourcePath) -> Void = { _ in }

  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private var roots: ArraySlice<SourcePath>
  private let excluded: Set<Identity>
  private var levels: [Level] = []
  /// Folders reached through a link: 16 bytes each, and links to folders are few.
  private var linked: Set<Identity> = []

  /// - Parameters:
  ///   - paths: files and folders, walked in this order.
  ///   - excluding: folders not to be entered, such as the library itself. Those that do not exist
  ///     are no matter.
  public init(_ paths: [SourcePath], excluding: [SourcePath] = []) {
    roots = paths[...]
    excluded = Set(excluding.compactMap { try? Self.identity(Self.status($0)) })
  }

  /// The next answer, or nil at the end.
  public mutating func next() -> Step? {
    while true {
      guard let top = levels.indices.last else {
        guard let root = roots.popFirst() else { return nil }
        if let step = visitRoot(root) { return step }
        continue
      }
      guard let name = levels[top].listing.next() else {
        levels.removeLast()
        continue
      }
      if let step = visit(levels[top].path.appending(name)) { return step }
    }
  }

  /// A path the user named: a link to anything is the thing itself.
  private mutating func visitRoot(_ path: SourcePath) -> Step? {
    do throws(FileFault) {
      let status = try Self.status(path)
      switch EntryKind(status) {
      case .file:
        return .file(FoundFile(path: path, stamp: FileStamp(status), isNamed: true))
      case .folder:
        try enter(path, Self.identity(status))
        return nil
      case let kind:
        throw .notAFile((kind ?? .device).phrase)
      }
    } catch {
      return .rejected(.fault(error, path))
    }
  }

  /// An entry of a folder.
  private mutating func visit(_ path: SourcePath) -> Step? {
    do throws(FileFault) {
      let own = try Self.status(path, followingLinks: false)
      let isLink = own.st_mode & S_IFMT == S_IFLNK
      return try visit(path, isLink ? try Self.status(path) : own, isLink: isLink)
    } catch .notFound {
      // Gone since the folder was listed, or a link that leads nowhere: no source either way.
      passedOver += 1
      return nil
    } catch {
      return .rejected(.fault(error, path))
    }
  }

  private mutating func visit(
    _ path: SourcePath, _ status: stat, isLink: Bool
  ) throws(FileFault) -> Step? {
    switch EntryKind(status) {
    case .file:
      return .file(FoundFile(path: path, stamp: FileStamp(status), isNamed: false))
    case .folder:
      let identity = Self.identity(status)
      let isAbove = levels.contains { $0.identity == identity }
      if isAbove || (isLink && !linked.insert(identity).inserted) {
        passedOver += 1
        return nil
      }
      try enter(path, identity)
      return nil
    case let kind:
      // A link that is called like audio was meant as a source; a bare FIFO or device was not.
      if isLink, AudioNames.claims(path) { throw .notAFile((kind ?? .device).phrase) }
      passedOver += 1
      return nil
    }
  }

  private mutating func enter(_ path: SourcePath, _ identity: Identity) throws(FileFault) {
    if excluded.contains(identity) { return }
    willEnter(path)
    levels.append(Level(path: path, identity: identity, listing: try FolderListing(path)))
  }

  static func status(
    _ path: SourcePath, followingLinks: Bool = true
  ) throws(FileFault) -> stat {
    var name = path.bytes.map { CChar(bitPattern: $0) }
    name.append(0)
    var status = stat()
    let result = unsafe followingLinks ? stat(name, &status) : lstat(name, &status)
    if result != 0 { throw FileFault(errno) }
    return status
  }

  private static func identity(_ status: stat) -> Identity {
    Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}

import Foundation
import Glibc

/// A folder for files that are being made, on the volume of the place where they will go.
///
/// It is removed with all that is left in it when its owner lets go of it. Its lock ends with the
/// process however that ends, so another run can tell an abandoned workplace from a busy one.
public final class Workplace: Sendable {
  public let path: String
  private let lock: Lock

  /// Keeps the lock's file open.
  private struct Lock: ~Copyable, Sendable {
    let file: FileDescriptor
  }

  private static let lockName = "lock"

  /// Makes a folder with a name of its own inside `folder`, which is made where it is missing.
  public init(in folder: String) throws(LadderError) {
    try Folders.make(folder)
    path = folder + "/" + UUID().uuidString
    try Folders.make(path)
    lock = Lock(file: try FileDescriptor(creating: path + "/" + Self.lockName))
    _ = lock.file.lock()
  }

  /// Where the finished file of a rung lies until it is published.
  func file(for rung: String) -> String { "\(path)/\(rung).ogg" }

  deinit { Folders.removeTree(path) }

  /// Removes the workplaces in `folder` that nobody holds: what killed runs left behind.
  ///
  /// For who alone may write to the library: one that is being made at this moment has no lock yet.
  ///
  /// - Returns: how many there were.
  public static func removeAbandoned(in folder: String) -> Int {
    var removed = 0
    for name in Folders.names(in: folder) {
      let place = folder + "/" + name
      // Without a lock, its run was killed before it was there, or while all was being removed.
      if let lock = try? FileDescriptor(reading: place + "/" + lockName) {
        guard lock.lock() else { continue }
      }
      Folders.removeTree(place)
      removed += 1
    }
    return removed
  }
}

import Foundation
import Similarity

/// Looks at the written index of similar tracks.
///
/// It holds nothing of its own, and no search trusts one that is not whole: a damaged index only makes searches
/// slower, until it is written anew.
struct NeighbourIndexCheckup {
  let library: Library
  let repairs: Bool

  func run(report: (Finding) -> Void) {
    let path = library.neighbourIndex
    do throws(IndexFault) {
      _ = try IndexImage(opening: path)
    } catch .missing {
      // Small libraries have none.
    } catch {
      var finding = Finding(.indexDamaged, "\(path) is not used: \(error)")
      if repairs {
        finding.isMended = (try? FileManager.default.removeItem(atPath: path)) != nil
      }
      report(finding)
    }
  }
}

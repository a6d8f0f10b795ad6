import Foundation
import Interchange

extension AudioAnalysisDocument.Making {
  /// A document that is put together at this moment, from an analysis that is there.
  static func now() -> Self {
    Self(timestamp: Int(Date().timeIntervalSince1970), seconds: 0)
  }
}

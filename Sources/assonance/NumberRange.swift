import ArgumentParser
import Foundation

/// A range as people write it: 118..126, 118.., ..126.
struct NumberRange {
  let bounds: ClosedRange<Double>

  init(_ text: String, name: String) throws {
    let parts = text.components(separatedBy: "..")
    guard parts.count == 2, let low = parts[0].isEmpty ? 0 : Double(parts[0]),
      let high = parts[1].isEmpty ? Double.greatestFiniteMagnitude : Double(parts[1]),
      low <= high, low >= 0
    else { throw ValidationError("\(name) takes a range such as 118..126.") }
    bounds = low...high
  }
}

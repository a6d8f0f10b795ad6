/// The one range that a request asks for (RFC 9110 §14.2).
enum ByteRange: Equatable {
  /// No range, or one that is better not looked at: the whole.
  case whole
  case part(ClosedRange<Int>)
  case unsatisfiable

  /// - Parameters:
  ///   - header: the value of `Range`; several ranges at once get the whole, as is allowed.
  ///   - length: bytes there are.
  init(_ header: String?, length: Int) {
    guard let header, header.hasPrefix("bytes=") else {
      self = .whole
      return
    }
    let spec = header.dropFirst(6)
    guard !spec.contains(","), spec.contains("-") else {
      self = .whole
      return
    }
    let sides = spec.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      .map { String($0).trimmed }
    guard sides.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } && $0.count < 19 })
    else {
      self = .whole
      return
    }
    switch (Int(sides[0]), Int(sides[1])) {
    case (let first?, let last?):
      guard first <= last else {
        self = .whole
        return
      }
      self = first < length ? .part(first...min(last, length - 1)) : .unsatisfiable
    case (let first?, nil): self = first < length ? .part(first...length - 1) : .unsatisfiable
    case (nil, let count?):
      self = count > 0 && length > 0 ? .part(max(0, length - count)...length - 1) : .unsatisfiable
    case (nil, nil): self = .whole
    }
  }
}

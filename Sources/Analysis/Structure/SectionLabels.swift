/// Which sections are the same kind of music.
enum SectionLabels {
  /// Mean distance between the sections of two kinds from which on they are not one kind.
  ///
  /// measured: the best of 0.4 to 0.8 by pairwise F on the synthetic half of the development corpus
  /// (2026-11-21).
  static let threshold: Float = 0.42

  /// One number a section, from 0 in the order in which the kinds appear: clusters of average linkage.
  ///
  /// Found by chains of nearest neighbours (Murtagh, The Computer Journal 26(4), 1983), which need n² steps
  /// where trying all pairs needs n³: a mix of hours has a thousand sections.
  static func kinds(of means: [[Float]]) -> [Int] {
    var distances = means.map { a in means.map { b in distance(a, b) } }
    var sizes = means.map { _ in Float(1) }
    var clusters = means.indices.map { [$0] }
    var open = Set(means.indices)
    var chain: [Int] = []
    while let first = open.min() {
      if chain.isEmpty { chain = [first] }
      let last = chain[chain.count - 1]
      let before = chain.count > 1 ? chain[chain.count - 2] : nil
      var nearest: (distance: Float, cluster: Int)?
      for other in open where other != last {
        let distance = distances[last][other]
        // Of equal ones the link that is there, else the first: sets have no order.
        let isNearer =
          nearest.map { near in
            distance < near.distance
              || distance == near.distance
                && (other == before || near.cluster != before && other < near.cluster)
          } ?? true
        if isNearer { nearest = (distance, other) }
      }
      guard let nearest, nearest.distance < threshold else {
        // Nothing that is still to be merged can come nearer.
        open.remove(last)
        chain.removeLast()
        continue
      }
      guard nearest.cluster == before else {
        chain.append(nearest.cluster)
        continue
      }
      let kept = nearest.cluster
      chain.removeLast(2)
      open.remove(last)
      for other in open where other != kept {
        let sum = sizes[kept] * distances[kept][other] + sizes[last] * distances[last][other]
        distances[kept][other] = sum / (sizes[kept] + sizes[last])
        distances[other][kept] = distances[kept][other]
      }
      sizes[kept] += sizes[last]
      clusters[kept] += clusters[last]
      clusters[last] = []
    }
    return numbered(clusters, count: means.count)
  }

  private static func numbered(_ clusters: [[Int]], count: Int) -> [Int] {
    var kinds = [Int](repeating: 0, count: count)
    let inOrder = clusters.filter { !$0.isEmpty }.sorted { ($0.min() ?? 0) < ($1.min() ?? 0) }
    for (kind, cluster) in inOrder.enumerated() {
      for section in cluster { kinds[section] = kind }
    }
    return kinds
  }

  /// Euclidean.
  static func distance(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The letter of a kind: A to Z, then AA, AB and so on.
  static func name(_ kind: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(kind % 26)))
    return kind < 26 ? letter : name(kind / 26 - 1) + letter
  }
}

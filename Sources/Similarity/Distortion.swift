/// How far a drawing can be trusted.
public struct Distortion: Sendable, Equatable {
  /// 1 where nobody is drawn beside a stranger (Venna and Kaski, ICANN 2001).
  public let trustworthiness: Double
  /// 1 where no neighbour is drawn far away.
  public let continuity: Double
  /// The share of the nearest ten that are among the ten nearest on the plane.
  public let kept: Double

  /// Of points and where they are drawn; nil for too few to have ten neighbours.
  public init?(_ points: [Embedding], _ places: [(x: Double, y: Double)]) {
    let (count, near) = (points.count, 10)
    guard count > 3 * near, places.count == count else { return nil }
    let spaces: [(Int, Int) -> Double] = [
      { points[$0].distance(to: points[$1]) },
      { i, j in
        let (dx, dy) = (places[i].x - places[j].x, places[i].y - places[j].y)
        return (dx * dx + dy * dy).squareRoot()
      },
    ]
    var (strangers, lost, kept) = (0, 0, 0)
    for i in 0..<count {
      let ranks = spaces.map { apart in
        var ranks = [Int](repeating: 0, count: count)
        let distances = (0..<count).map { $0 == i ? -1 : apart(i, $0) }
        let order = (0..<count).sorted { (distances[$0], $0) < (distances[$1], $1) }
        for (rank, j) in order.enumerated() { ranks[j] = rank }
        return ranks
      }
      for j in 0..<count where j != i {
        let (space, plane) = (ranks[0][j], ranks[1][j])
        if plane <= near, space > near { strangers += space - near }
        if space <= near, plane > near { lost += plane - near }
        if space <= near, plane <= near { kept += 1 }
      }
    }
    let scale = 2 / Double(count * near * (2 * count - 3 * near - 1))
    trustworthiness = 1 - scale * Double(strangers)
    continuity = 1 - scale * Double(lost)
    self.kept = Double(kept) / Double(count * near)
  }
}

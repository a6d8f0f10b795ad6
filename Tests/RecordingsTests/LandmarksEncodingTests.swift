import Sound
import Testing

@Suite("Landmarks are stored in few bytes and read back as they were")
struct LandmarksEncodingTests {
  private let landmarks = Landmarks(
    peaks: [
      Landmark(frame: 0, bin: 12), Landmark(frame: 0, bin: 231), Landmark(frame: 3, bin: 40),
      Landmark(frame: 70_000, bin: 40),
    ],
    levels: [10, 20, 30, 40, 50, 255])

  @Test("what was encoded is decoded")
  func roundTrip() {
    #expect(Landmarks(encoded: landmarks.encoded) == landmarks)
    let none = Landmarks(peaks: [], levels: [])
    #expect(Landmarks(encoded: none.encoded) == none)
  }

  @Test("a peak takes two bytes")
  func size() {
    let peaks = (0..<1000).map { Landmark(frame: 12 * $0, bin: Float(12 + $0 % 220)) }
    #expect(Landmarks(peaks: peaks, levels: []).encoded.count < 2100)
  }

  @Test("bytes that were cut are no landmarks")
  func cut() {
    let bytes = landmarks.encoded
    for count in 0..<bytes.count where (bytes.count - count) % Landmarks.levelBands != 0 {
      #expect(Landmarks(encoded: Array(bytes[..<count])) == nil)
    }
  }
}

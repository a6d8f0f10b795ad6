import Foundation
import TestSignals

/// Short stereo sounds of 16 bits, no two alike.
struct Sounds {
  static let rate = 44_100
  private var generator = SeededGenerator(seed: 7)

  /// A tone of its own pitch with some noise, interleaved.
  mutating func next(frames: Int = 22_050, channels: Int = 2) -> [Int16] {
    let pitch = Double.random(in: 110...880, using: &generator)
    var samples: [Int16] = []
    samples.reserveCapacity(frames * channels)
    for frame in 0..<frames {
      let phase = 2 * Double.pi * pitch * Double(frame) / Double(Self.rate)
      for channel in 0..<channels {
        let noise = Double.random(in: -0.02...0.02, using: &generator)
        let value = 0.3 * sin(phase + Double(channel)) + noise
        samples.append(Int16(value * 32_767))
      }
    }
    return samples
  }

  mutating func bytes(frames: Int = 22_050, channels: Int = 2) -> [UInt8] {
    Self.bytes(next(frames: frames, channels: channels))
  }

  mutating func floats(frames: Int = 22_050) -> [Float] {
    next(frames: frames).map { Float($0) / 32_768 }
  }

  mutating func noise(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  static func bytes(_ samples: [Int16]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * samples.count)
    for sample in samples {
      bytes.append(UInt8(truncatingIfNeeded: sample))
      bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
    }
    return bytes
  }

  static func bytes(_ samples: [Float]) -> [UInt8] {
    samples.flatMap { Bytes.little(Int($0.bitPattern), 4) }
  }
}

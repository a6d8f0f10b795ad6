import Foundation

/// One line on a terminal that says how far an ingest is, how fast, and when it will be done.
///
/// On anything else it is silent.
struct ProgressBar {
  private let isShown: Bool
  private let totalBytes: Int
  private let totalFiles: Int
  private let started = Date()
  private var bytes = 0
  private var files = 0
  private var audio = 0.0

  init(isShown: Bool, files: Int, bytes: Int) {
    self.isShown = isShown
    totalFiles = files
    totalBytes = bytes
  }

  mutating func advance(bytes: Int, audio: Double) {
    files += 1
    self.bytes += bytes
    self.audio += audio
    draw()
  }

  /// Takes the line away, so that another can be written.
  func clear() {
    if isShown { _ = Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  private func draw() {
    guard isShown, totalBytes > 0 else { return }
    let share = min(1, Double(bytes) / Double(totalBytes))
    let elapsed = Date().timeIntervalSince(started)
    let filled = Int(share * 24)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    var text = "\(bar) \(Int(share * 100)) %  \(files) of \(totalFiles) files"
    if audio > 0, elapsed > 1 { text += "  \(Int(audio / elapsed)) × real time" }
    if share > 0.01 { text += "  \(Terminal.clock(elapsed / share - elapsed)) left" }
    _ = Output.write("\r\u{1B}[K\(text)", to: STDERR_FILENO)
  }
}

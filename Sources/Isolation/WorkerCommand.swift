public import Sound

/// How a helper process is started.
public struct WorkerCommand: Sendable, Hashable {
  public let executable: SourcePath
  /// Without the program's name in front.
  public let arguments: [String]

  public init(executable: SourcePath, arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// The running program once more: the very same file, even where it was replaced on disk since.
  public static func sameProgram(arguments: [String]) -> Self {
    Self(executable: SourcePath("/proc/self/exe"), arguments: arguments)
  }
}

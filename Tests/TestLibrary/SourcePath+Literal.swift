public import Sound

extension SourcePath: @retroactive ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

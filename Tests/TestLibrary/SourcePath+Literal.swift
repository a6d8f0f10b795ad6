public import Sound

extension SourcePath: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

/// What a file says about its music: fields in the file's order, each with all of its values.
///
/// Names are Vorbis comment names in upper case (Vorbis I, §5.2.2), whatever format they come from.
public struct TrackTags: Sendable, Equatable, Codable {
  /// One name with its values, in the file's order.
  public struct Field: Sendable, Equatable, Codable {
    public let name: String
    public var values: [String]

    public init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  public private(set) var fields: [Field]

  public init() { fields = [] }

  /// All values of a field, empty where the file has none.
  ///
  /// - Parameter name: in any case.
  public subscript(name: String) -> [String] {
    get {
      let key = name.uppercased()
      return fields.first { $0.name == key }?.values ?? []
    }
    set {
      let key = name.uppercased()
      if let index = fields.firstIndex(where: { $0.name == key }) {
        if newValue.isEmpty { fields.remove(at: index) } else { fields[index].values = newValue }
      } else if !newValue.isEmpty {
        fields.append(Field(name: key, values: newValue))
      }
    }
  }

  /// Adds a value to a field, unless the field holds it already.
  public mutating func append(_ value: String, to name: String) {
    var values = self[name]
    guard !values.contains(value) else { return }
    values.append(value)
    self[name] = values
  }

  public var isEmpty: Bool { fields.isEmpty }

  public var title: String? { self["TITLE"].first }
  public var artists: [String] { self["ARTIST"] }
  public var album: String? { self["ALBUM"].first }
  public var albumArtists: [String] { self["ALBUMARTIST"] }
  public var genres: [String] { self["GENRE"] }
  public var date: String? { self["DATE"].first }

  /// The number before the stroke of "3/12".
  public var trackNumber: Int? {
    self["TRACKNUMBER"].first.flatMap { Int($0.prefix { $0 != "/" }.filter(\.isNumber)) }
  }
}

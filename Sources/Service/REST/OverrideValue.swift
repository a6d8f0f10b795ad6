import Foundation

/// The value of an override in a request: `{"value": 174}` or `{"value": "A minor"}`.
struct OverrideValue: Decodable {
  /// As a person would write it.
  let text: String

  private enum CodingKeys: String, CodingKey { case value }

  /// - Throws: `invalid`.
  init(json bytes: [UInt8]) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      throw ServiceError.invalid(#"The body must be {"value": …} with a number or a text."#)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let whole = try? container.decode(Int.self, forKey: .value) {
      text = String(whole)
    } else if let number = try? container.decode(Double.self, forKey: .value) {
      text = "\(number)"
    } else {
      text = try container.decode(String.self, forKey: .value)
    }
  }
}

import Foundation
import HTTPTypes

/// Header fields that HTTP itself does not know.
enum Names {
  static let tusResumable = field("Tus-Resumable")
  static let tusVersion = field("Tus-Version")
  static let tusExtension = field("Tus-Extension")
  static let tusMaxSize = field("Tus-Max-Size")
  static let tusChecksumAlgorithm = field("Tus-Checksum-Algorithm")
  static let uploadLength = field("Upload-Length")
  static let uploadOffset = field("Upload-Offset")
  static let uploadMetadata = field("Upload-Metadata")
  static let uploadChecksum = field("Upload-Checksum")
  static let uploadExpires = field("Upload-Expires")
  static let contentDigest = field("Content-Digest")
  static let reprDigest = field("Repr-Digest")
  static let requestID = field("X-Request-Id")
  static let referrerPolicy = field("Referrer-Policy")
  static let accelBuffering = field("X-Accel-Buffering")
  static let lastEventID = field("Last-Event-ID")
  static let forwardedFor = field("X-Forwarded-For")
  static let forwardedProto = field("X-Forwarded-Proto")
  static let fetchSite = field("Sec-Fetch-Site")
  static let fetchMode = field("Sec-Fetch-Mode")
  static let fetchDestination = field("Sec-Fetch-Dest")

  private static func field(_ name: String) -> HTTPField.Name {
    // Every one of these is a token of RFC 9110, so the other name is never taken.
    HTTPField.Name(name) ?? .userAgent
  }
}

/// Times as headers write them (RFC 9110 §5.6.7).
enum HTTPDate {
  /// A moment in seconds since 1970, UTC.
  static func text(_ seconds: Int) -> String {
    let date = Date(timeIntervalSince1970: Double(seconds))
    var style = Date.VerbatimFormatStyle(
      format:
        "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
      timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
    style.locale = Locale(identifier: "en_US_POSIX")
    return date.formatted(style) + " GMT"
  }
}

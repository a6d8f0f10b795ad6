import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import NIOPosix
import Sound

/// The file that a track was taken in from, byte for byte.
struct OriginalDelivery {
  let house: House

  private struct Original: Sendable {
    let path: String
    let name: String
    let stamp: FileStamp
  }

  /// Sends the original, by ranges where they are asked for.
  ///
  /// Only a file that is what it was when it was taken in is one; the copy that the library keeps stands in for it.
  ///
  /// - Parameters:
  ///   - track: whose.
  ///   - request: what is answered.
  ///   - context: of the request.
  /// - Returns: nil where no original can be read.
  /// - Throws: `rangeNotSatisfiable`, and what the catalogue throws.
  func response(
    _ track: TrackID, _ request: Request, _ context: CallContext
  ) async throws -> Response? {
    let catalogue = house.library.catalogue
    guard let container = try catalogue.files(of: [track])[track]?.container else { return nil }
    let type = MediaType(container: container)
    let sources = try catalogue.sources(of: track).filter { !$0.isMissing }
    let kept = house.library.keptOriginal(of: track)
    // A disk that sleeps keeps nobody else waiting.
    let found = try await NIOThreadPool.singleton.runIfActive { () -> Original? in
      for source in sources {
        if let file = Self.open(source.path), file.stamp.sameContent(as: source.stamp) {
          return file
        }
      }
      return Self.open(kept).map { file in
        Original(path: file.path, name: "\(track).\(type.suffix)", stamp: file.stamp)
      }
    }
    guard let found else { return nil }
    var response = try await FileDelivery(
      path: found.path, bytes: found.stamp.size, type: type.mime,
      tag: "\(track)-\(found.stamp.size)-\(found.stamp.modified)", isImmutable: false,
      loss: .notFound("The file is not there any more.")
    ).response(to: request, context)
    response.headers[.contentDisposition] = Self.disposition(found.name)
    return response
  }

  private static func open(_ path: SourcePath) -> Original? {
    guard let text = path.text, let file = try? RegularFile(path) else { return nil }
    return Original(path: text, name: path.name, stamp: file.stamp)
  }

  /// A file's name for whoever keeps it (RFC 6266), in RFC 8187's way as well where it is not plain.
  static func disposition(_ name: String) -> String {
    let scalars = name.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) && !["\"", "\\", "/"].contains(scalar) ? scalar : "_"
    }
    let plain = String(String.UnicodeScalarView(scalars))
    // The plain name stands last: some take all that follows it for a part of it.
    let exact = plain == name ? "" : "; filename*=UTF-8''\(SearchPage.encoded(name))"
    return "attachment\(exact); filename=\"\(plain)\""
  }
}

import Foundation
import Tagging

/// A cover as the value of METADATA_BLOCK_PICTURE: FLAC's picture block (RFC 9639 §8.8) in base64.
enum PictureBlock {
  static func base64(_ picture: Picture) -> String {
    var block: [UInt8] = []
    func number(_ value: Int) {
      for shift in [24, 16, 8, 0] { block.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    number(picture.kind.rawValue)
    let mime = Array(picture.mime.utf8)
    number(mime.count)
    block += mime
    let description = Array(picture.description.utf8)
    number(description.count)
    block += description
    number(picture.width)
    number(picture.height)
    number(24)  // bits a pixel of JPEG and of true-colour PNG
    number(0)  // no palette
    number(picture.bytes.count)
    block += picture.bytes
    return Data(block).base64EncodedString()
  }
}

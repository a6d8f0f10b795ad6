/// The three header packets of a rendition on disk, and where its audio begins.
struct RenditionHeaders {
  let identification: [UInt8]
  let comments: [UInt8]
  let setup: [UInt8]
  let serial: UInt32
  /// Place in the file of the first audio page.
  let audioOffset: Int

  /// Most bytes of header packets that are read.
  ///
  /// Chosen: a cover of 16 MiB in base64, and tags.
  private static let limit = 32 << 20

  init(path: String) throws(LadderError) {
    var reader = try OggPageReader(path)
    var packets: [[UInt8]] = []
    var packet: [UInt8] = []
    var body: [UInt8] = []
    var total = 0
    var serial: UInt32?
    while packets.count < 3 {
      guard let page = try reader.next(checked: true) else {
        throw .damagedRendition(path: path, reason: "it ends inside its headers", offset: nil)
      }
      guard serial == nil || serial == page.serial else {
        throw .damagedRendition(
          path: path, reason: "another stream among its headers", offset: reader.offset)
      }
      serial = page.serial
      body.removeAll(keepingCapacity: true)
      reader.copyBody(to: &body)
      total += body.count
      guard total <= Self.limit else {
        throw .damagedRendition(path: path, reason: "headers without end", offset: reader.offset)
      }
      var start = 0
      for segment in page.segments {
        packet += body[start..<start + Int(segment)]
        start += Int(segment)
        if segment < 255 {
          packets.append(packet)
          packet = []
        }
      }
    }
    // Our audio begins on a page of its own; what is on the same page would be lost.
    guard packets.count == 3, packet.isEmpty else {
      throw .damagedRendition(
        path: path, reason: "audio on the page of its headers", offset: reader.offset)
    }
    identification = packets[0]
    comments = packets[1]
    setup = packets[2]
    self.serial = serial ?? 0
    _ = try reader.next()
    audioOffset = reader.offset
  }
}

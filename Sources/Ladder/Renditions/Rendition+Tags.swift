extension Rendition {
  /// What a rendition's comment header is to be, as `tagsDigest` tells it.
  public func isOutOfDate(for tags: RenditionTags, in store: some RenditionStore)
    throws(LadderError)
    -> Bool
  {
    let headers = try RenditionHeaders(path: try store.localPath(of: path))
    return assembly(headers, tags).tagsDigest != tagsDigest
  }

  /// Writes the rendition again with other tags: its audio packets are kept, its header pages are new.
  ///
  /// - Returns: the rendition as it lies in the store now.
  /// - Throws: `LadderError.damagedRendition` where the file's audio is not what is known of it, byte for byte
  ///   as far as checksums and length tell; the file stays as it is then.
  public func retagged(
    _ tags: RenditionTags, in store: some RenditionStore
  ) throws(LadderError) -> Rendition {
    let file = try store.localPath(of: path)
    let headers = try RenditionHeaders(path: file)
    let workplace = try store.makeWorkplace()
    let assembly = assembly(headers, tags)
    let target = workplace.file(for: rung)
    let written = try assembly.write(pagesOf: file, from: headers.audioOffset, to: target)
    // What is known is of the header that was there when it was noted, which need not be the file's: a run may
    // have been killed between the two.
    let knownOffset = seekTable.entries.first?.offset ?? headers.audioOffset
    guard written.bytes - written.headerBytes == bytes - knownOffset else {
      throw .damagedRendition(path: file, reason: "its audio is not what was written", offset: nil)
    }
    try store.publish(target, at: path)
    return Rendition(
      rung: rung, path: path, bytes: written.bytes, sha256: written.sha256, frames: frames,
      sampleRate: sampleRate, channels: channels, nominalBitrate: nominalBitrate,
      meanBitrate: meanBitrate, peakBitrate: peakBitrate, quality: quality, gain: gain,
      settingsDigest: settingsDigest, tagsDigest: assembly.tagsDigest,
      encoderVersion: encoderVersion, marks: marks,
      seekTable: seekTable.moved(by: written.headerBytes - knownOffset))
  }

  private func assembly(_ headers: RenditionHeaders, _ tags: RenditionTags) -> RenditionAssembly {
    RenditionAssembly(
      identification: headers.identification,
      comments: VorbisComments.packet(
        vendor: VorbisComments.vendor(of: headers.comments), tags.comments(gain: gain)),
      setup: headers.setup, serial: headers.serial)
  }
}

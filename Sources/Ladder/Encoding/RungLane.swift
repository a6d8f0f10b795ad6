import Sound

/// One rung on its way: the plan, the encoder and the pages it has written so far.
final class RungLane {
  let plan: RungPlan
  /// Index of its feed.
  let feed: Int
  let headers: VorbisEncoder.Headers
  private var encoder: VorbisEncoder
  private var pages: AudioPages
  /// Frames of its own stream that went in.
  private(set) var frames = 0

  init(_ plan: RungPlan, feed: Int, in workplace: Workplace) throws(LadderError) {
    self.plan = plan
    self.feed = feed
    encoder = try VorbisEncoder(plan)
    headers = encoder.headers
    pages = AudioPages(
      file: try GrowingFile(at: "\(workplace.path)/\(plan.rung.name).pages"),
      sampleRate: plan.sampleRate.hertz)
  }

  func encode(_ planes: [[Float]]) throws(LadderError) {
    frames += planes[0].count
    try encoder.encode(planes, into: &pages)
  }

  func finish() throws(LadderError) { try encoder.finish(into: &pages) }

  /// Writes the finished file into the workplace and describes it.
  func assemble(
    track: String, tags: RenditionTags, repaired: Int, in workplace: Workplace
  ) throws(LadderError) -> Rendition {
    let rung = plan.rung
    let assembly = RenditionAssembly(
      identification: headers.identification,
      comments: VorbisComments.packet(
        vendor: headers.vendor, tags.comments(gain: rung.gain)),
      setup: headers.setup, serial: RenditionAssembly.serial(track: track, rung: rung.name))
    let written = try assembly.write(
      pagesOf: pages.path, from: 0, to: workplace.file(for: rung.name))
    Folders.removeFile(pages.path)
    return Rendition(
      rung: rung.name, path: Rendition.path(track: track, rung: rung.name),
      bytes: written.bytes, sha256: written.sha256, frames: frames,
      sampleRate: plan.sampleRate.hertz, channels: plan.channels,
      nominalBitrate: plan.nominalBitrate, meanBitrate: pages.meter.mean,
      peakBitrate: pages.meter.peak, quality: plan.quality, gain: rung.gain,
      settingsDigest: rung.settingsDigest, tagsDigest: assembly.tagsDigest,
      encoderVersion: EncoderVersion.current,
      marks: plan.marks + (repaired > 0 ? [.repaired(repaired)] : []),
      seekTable: pages.seekTable.moved(by: written.headerBytes))
  }
}

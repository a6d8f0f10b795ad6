extension LadderProfile {
  /// The text of `profiles/spotify.yaml`, for programs that are installed without that folder; a test
  /// holds the two equal.
  public static let spotifyText = #"""
    # The ladder of a streaming service: four rungs of Ogg Vorbis for every source.
    #
    # Changing a rung's line makes that rung of every track out of date, and no other:
    # `assonance ladder regenerate` makes it again. Lines that are left out have their defaults.
    # docs/ladder.md says what becomes of mono, surround and odd sample rates.

    name: spotify
    version: 1

    rungs:
      # libvorbis has no 24 kbps for stereo at 44.1 kHz (its lowest is 45 kbps), so this rung is mono at
      # 22.05 kHz. The quality whose nominal is 24 kbps (0.0) really takes 29.8 on music; this one was
      # measured (docs/ladder.md, 2026-11-21).
      - name: "24"
        kilobits: 24
        mode: vbr
        channels: mono
        sampleRate: 22050
        quality: -0.09

      # The others keep the source's rate up to 48 kHz and its channels up to two. Their quality is the one
      # that libvorbis calls by the rung's bitrate: 2, 5 and 9 for stereo at 44.1 kHz.
      - name: "96"
        kilobits: 96
        mode: vbr          # vbr, abr (held on average) or cbr-bounded (held within two seconds); the
                           # last two cost about five times as much
        channels: source   # source (up to two) or mono
        sampleRate: source # source (up to 48 kHz) or hertz
        quality: nominal   # nominal, or libvorbis' own from -0.1 to 1

      - name: "160"
        kilobits: 160
        mode: vbr

      - name: "320"
        kilobits: 320
        mode: vbr

    # Covers larger than this are scaled down and written again as JPEG.
    cover:
      edge: 640        # pixels of the longer side
      bytes: 200000
      jpegQuality: 88  # 1 to 100

    # warn: samples are encoded as they are; a check after encoding tells which rungs rise above full scale.
    # gain: every source is encoded with `gain` decibels (-24 to 0), which is stored with the rendition.
    clipping:
      policy: warn

    """#
}

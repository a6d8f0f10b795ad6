internal import CSndfile
internal import Sound

/// Reads libsndfile's number for a format.
struct SndfileFormat {
  private let codec: Int

  init(_ info: SF_INFO) { codec = Int(info.format) & Int(SF_FORMAT_SUBMASK) }

  func sampleFormat(_ kind: FileKind) -> SampleFormat {
    let (sampleKind, bits, name) = description
    return SampleFormat(kind: sampleKind, bits: bits, container: kind.rawValue, codec: name)
  }

  private var description: (SampleFormat.Kind, Int?, String) {
    switch codec {
    case Int(SF_FORMAT_PCM_S8), Int(SF_FORMAT_PCM_U8): (.integer, 8, "pcm")
    case Int(SF_FORMAT_PCM_16): (.integer, 16, "pcm")
    case Int(SF_FORMAT_PCM_24): (.integer, 24, "pcm")
    case Int(SF_FORMAT_PCM_32): (.integer, 32, "pcm")
    case Int(SF_FORMAT_FLOAT): (.float, 32, "pcm")
    case Int(SF_FORMAT_DOUBLE): (.float, 64, "pcm")
    case Int(SF_FORMAT_ALAC_16): (.integer, 16, "alac")
    case Int(SF_FORMAT_ALAC_20): (.integer, 20, "alac")
    case Int(SF_FORMAT_ALAC_24): (.integer, 24, "alac")
    case Int(SF_FORMAT_ALAC_32): (.integer, 32, "alac")
    case Int(SF_FORMAT_VORBIS): (.lossy, nil, "vorbis")
    case Int(SF_FORMAT_OPUS): (.lossy, nil, "opus")
    case Int(SF_FORMAT_MPEG_LAYER_I): (.lossy, nil, "mp1")
    case Int(SF_FORMAT_MPEG_LAYER_II): (.lossy, nil, "mp2")
    case Int(SF_FORMAT_MPEG_LAYER_III): (.lossy, nil, "mp3")
    case Int(SF_FORMAT_ULAW): (.lossy, nil, "mu-law")
    case Int(SF_FORMAT_ALAW): (.lossy, nil, "a-law")
    case Int(SF_FORMAT_IMA_ADPCM), Int(SF_FORMAT_MS_ADPCM): (.lossy, nil, "adpcm")
    case Int(SF_FORMAT_GSM610): (.lossy, nil, "gsm")
    default: (.lossy, nil, "other")
    }
  }
}

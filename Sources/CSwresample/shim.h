#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>

// A converter from `channels` planes to 16-bit mono at 11 025 Hz with the settings of fpcalc 1.5.
// In C because AVChannelLayout holds a union and the layouts are macros, which Swift cannot read.
// Returns null where libswresample refuses.
static inline struct SwrContext *assonance_fingerprint_converter(int rate, int channels, int sixteen_bits) {
  struct SwrContext *context = NULL;
  AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  AVChannelLayout layout;
  av_channel_layout_default(&layout, channels);
  int failed = swr_alloc_set_opts2(&context, &mono, AV_SAMPLE_FMT_S16, 11025, &layout,
                                   sixteen_bits ? AV_SAMPLE_FMT_S16P : AV_SAMPLE_FMT_FLTP, rate, 0, NULL);
  av_channel_layout_uninit(&layout);
  if (failed < 0) return NULL;
  av_opt_set_int(context, "resampler", SWR_ENGINE_SWR, 0);
  av_opt_set_int(context, "filter_size", 16, 0);
  av_opt_set_int(context, "phase_shift", 8, 0);
  av_opt_set_int(context, "linear_interp", 1, 0);
  av_opt_set_double(context, "cutoff", 0.8, 0);
  if (swr_init(context) < 0) swr_free(&context);
  return context;
}

#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <pthread.h>

#include "chromaprint_on_demand.h"
#include "load.h"

/* Those of libavutil are found through libswresample, which needs it. */
#define SWRESAMPLE(F)                                                                    \
  F(swr_alloc_set_opts2) F(swr_init) F(swr_convert) F(swr_free) F(av_opt_set_int)        \
  F(av_opt_set_double) F(av_channel_layout_default) F(av_channel_layout_uninit)

static struct {
#define MEMBER(name) __typeof__(name) *name;
  SWRESAMPLE(MEMBER)
} library;
static int is_loaded;

static void load(void) {
  static const char *const files[] = {"libswresample.so.4", "libswresample.so"};
  static const char *const names[] = {SWRESAMPLE(LOAD_NAME)};
  is_loaded = load_functions(files, names, sizeof names / sizeof *names, &library);
}

int assonance_converter_on_demand(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

struct SwrContext *assonance_converter_new(int rate, int channels, int sixteen_bits) {
  if (!assonance_converter_on_demand()) return NULL;
  struct SwrContext *context = NULL;
  AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  AVChannelLayout layout;
  library.av_channel_layout_default(&layout, channels);
  int failed = library.swr_alloc_set_opts2(
      &context, &mono, AV_SAMPLE_FMT_S16, 11025, &layout,
      sixteen_bits ? AV_SAMPLE_FMT_S16P : AV_SAMPLE_FMT_FLTP, rate, 0, NULL);
  library.av_channel_layout_uninit(&layout);
  if (failed < 0) return NULL;
  library.av_opt_set_int(context, "resampler", SWR_ENGINE_SWR, 0);
  library.av_opt_set_int(context, "filter_size", 16, 0);
  library.av_opt_set_int(context, "phase_shift", 8, 0);
  library.av_opt_set_int(context, "linear_interp", 1, 0);
  library.av_opt_set_double(context, "cutoff", 0.8, 0);
  if (library.swr_init(context) < 0) library.swr_free(&context);
  return context;
}

int assonance_converter_run(struct SwrContext *converter, uint8_t **output, int room,
                            const uint8_t **planes, int frames) {
  return library.swr_convert(converter, output, room, planes, frames);
}

void assonance_converter_free(struct SwrContext *converter) { library.swr_free(&converter); }

/* libchromaprint and libswresample, loaded when a fingerprint is first computed. */
#ifndef ASSONANCE_CHROMAPRINT_ON_DEMAND_H
#define ASSONANCE_CHROMAPRINT_ON_DEMAND_H

#include <chromaprint.h>
#include <libswresample/swresample.h>

#define ASSONANCE_CHROMAPRINT(F)                                                           \
  F(chromaprint_new) F(chromaprint_free) F(chromaprint_start) F(chromaprint_feed)          \
  F(chromaprint_finish) F(chromaprint_get_fingerprint) F(chromaprint_get_raw_fingerprint)  \
  F(chromaprint_dealloc)

/* The library's functions under their own names. */
typedef struct {
#define ASSONANCE_MEMBER(name) __typeof__(name) *_Nonnull name;
  ASSONANCE_CHROMAPRINT(ASSONANCE_MEMBER)
#undef ASSONANCE_MEMBER
} chromaprint_functions;

/* Null where libchromaprint is not installed, or lacks one of them. From any thread. */
const chromaprint_functions *_Nullable chromaprint_on_demand(void);

/* 0 where libswresample is not installed, or lacks a function. From any thread. */
int assonance_converter_on_demand(void);

/* A converter from `channels` planes to 16-bit mono at 11 025 Hz with the settings of fpcalc 1.5.
 * In C because AVChannelLayout holds a union and the layouts are macros, which Swift cannot read.
 * Null where libswresample is not there or refuses. */
struct SwrContext *_Nullable assonance_converter_new(int rate, int channels, int sixteen_bits);

/* `swr_convert`: samples written, or a negative code. */
int assonance_converter_run(struct SwrContext *_Nonnull converter, uint8_t *_Nullable *_Nonnull output,
                            int room, const uint8_t *_Nullable *_Nullable planes, int frames);

void assonance_converter_free(struct SwrContext *_Nonnull converter);

#endif

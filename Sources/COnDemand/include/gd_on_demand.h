/* libgd, loaded when a picture is first decoded. */
#ifndef ASSONANCE_GD_ON_DEMAND_H
#define ASSONANCE_GD_ON_DEMAND_H

#include <gd.h>

#define ASSONANCE_GD(F)                                                                       \
  F(gdImageCreateFromJpegPtrEx) F(gdImageCreateFromPngPtr) F(gdImageCreateFromGifPtr)         \
  F(gdImageCreateFromWebpPtr) F(gdImageCreateFromBmpPtr) F(gdImageCreateTrueColor)            \
  F(gdImageDestroy) F(gdImageFilledRectangle) F(gdImageAlphaBlending) F(gdImageCopyResampled) \
  F(gdImageJpegPtr) F(gdFree)

/* The library's functions under their own names. */
typedef struct {
#define ASSONANCE_MEMBER(name) __typeof__(name) *_Nonnull name;
  ASSONANCE_GD(ASSONANCE_MEMBER)
#undef ASSONANCE_MEMBER
} gd_functions;

/* Null where libgd is not installed, or lacks one of them. From any thread. */
const gd_functions *_Nullable gd_on_demand(void);

#endif

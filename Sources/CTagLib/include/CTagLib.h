#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Reading tags and pictures with TagLib. Nothing is ever written, and no C++ exception leaves a call.

// Everything read from one file. Strings and bytes live as long as it does.
typedef struct assonance_tags assonance_tags;

// How much is read; what is over is left out and counted.
typedef struct {
  size_t values;         // fields' values in all
  size_t value_bytes;    // bytes of one value
  size_t total_bytes;    // bytes of all values
  size_t pictures;       // pictures in all
  size_t picture_bytes;  // bytes of one picture
} assonance_tag_limits;

// Bytes with their length; not ended by a zero.
typedef struct {
  const uint8_t *_Nullable bytes;
  size_t count;
} assonance_bytes;

typedef struct {
  assonance_bytes name;
  assonance_bytes value;
} assonance_field;

typedef struct {
  assonance_bytes mime;
  assonance_bytes description;
  assonance_bytes data;
  int32_t kind;
} assonance_picture;

// Opens the file at `path`, whose class is chosen by its first bytes, and reads it. NULL where it cannot
// be opened, with the system's error number in `*error`, or there is no memory. A file of no known
// format has no fields.
assonance_tags *_Nullable assonance_tags_read(
    const char *_Nonnull path, assonance_tag_limits limits, int32_t *_Nonnull error);
void assonance_tags_free(assonance_tags *_Nullable tags);

size_t assonance_tags_fields(const assonance_tags *_Nonnull tags);
assonance_field assonance_tags_field(const assonance_tags *_Nonnull tags, size_t index);
size_t assonance_tags_pictures(const assonance_tags *_Nonnull tags);
assonance_picture assonance_tags_picture(const assonance_tags *_Nonnull tags, size_t index);
// Values and pictures that were left out because a limit was reached.
size_t assonance_tags_skipped(const assonance_tags *_Nonnull tags);

#ifdef __cplusplus
}
#endif

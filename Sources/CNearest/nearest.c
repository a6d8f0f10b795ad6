#include "nearest.h"

/* x86-64-v4 has 512-bit vectors, v3 256; the plain build has 128. */
#if defined(__x86_64__) && defined(__linux__)
#define EVERY_WIDTH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_WIDTH
#endif

/* Rows asked for ahead of the sum, so that memory works while the sum does. Measured: 2 to 6 are
 * alike, none costs a third more. */
enum { ahead = 4, line = 64 };

static inline int32_t square(const int16_t *query, const int8_t *code) {
  int32_t sum = 0;
  for (int d = 0; d < nearest_dimensions; d++) {
    int16_t difference = (int16_t)(query[d] - code[d]);
    sum += (int32_t)difference * (int32_t)difference;
  }
  return sum;
}

static inline void fetch(const int8_t *row) {
  for (int offset = 0; offset < nearest_dimensions; offset += line) {
    __builtin_prefetch(row + offset);
  }
}

EVERY_WIDTH
void nearest_gather(const int16_t *query, const int8_t *codes, const uint32_t *rows, size_t count,
                    int32_t *squares) {
  for (size_t i = 0; i < ahead && i < count; i++) {
    fetch(codes + (size_t)rows[i] * nearest_dimensions);
  }
  for (size_t i = 0; i < count; i++) {
    if (i + ahead < count) fetch(codes + (size_t)rows[i + ahead] * nearest_dimensions);
    squares[i] = square(query, codes + (size_t)rows[i] * nearest_dimensions);
  }
}

EVERY_WIDTH
void nearest_scan(const int16_t *query, const int8_t *codes, size_t first, size_t count,
                  int32_t *squares) {
  for (size_t i = 0; i < count; i++) {
    squares[i] = square(query, codes + (first + i) * nearest_dimensions);
  }
}

EVERY_WIDTH
int32_t nearest_pair(const int8_t *a, const int8_t *b) {
  int32_t sum = 0;
  for (int d = 0; d < nearest_dimensions; d++) {
    int16_t difference = (int16_t)((int16_t)a[d] - (int16_t)b[d]);
    sum += (int32_t)difference * (int32_t)difference;
  }
  return sum;
}

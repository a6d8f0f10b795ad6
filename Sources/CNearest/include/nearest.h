/* Squared distances between small whole numbers: the inner loop of the neighbour index.
 *
 * Compiled once for each vector width of x86-64 and chosen when the program is loaded; elsewhere as
 * the compiler sees fit. Sums are whole numbers: every width gives the same. */
#ifndef ASSONANCE_NEAREST_H
#define ASSONANCE_NEAREST_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/* The numbers of a row; a row has no padding. */
enum { nearest_dimensions = 128 };

/* squares[i] = sum over d of (query[d] - codes[rows[i]][d])^2, for 0 <= i < count. */
void nearest_gather(const int16_t *query, const int8_t *codes, const uint32_t *rows, size_t count,
                    int32_t *squares);

/* The same for rows first, first + 1, ... */
void nearest_scan(const int16_t *query, const int8_t *codes, size_t first, size_t count,
                  int32_t *squares);

/* The same for one pair of rows. */
int32_t nearest_pair(const int8_t *a, const int8_t *b);

#pragma clang assume_nonnull end
#endif

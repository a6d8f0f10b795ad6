/* Libraries that are loaded when they are first needed.
 *
 * libgd and libchromaprint bring a hundred and ten others with them (picture and video codecs). measured: the
 * program starts in 13 ms of CPU, in 38 where it is linked to them; whoever reads a file starts a helper
 * too (2026-11-22). */
#ifndef ASSONANCE_LOAD_H
#define ASSONANCE_LOAD_H

#include <stddef.h>

/* Fills `table`, an array of pointers, with the functions called `names`, of the first file that there
 * is. Returns 0 where there is none, or where it lacks a function. */
int load_functions(const char *const files[2], const char *const *names, size_t count, void *table);

#define LOAD_NAME(name) #name,

#endif

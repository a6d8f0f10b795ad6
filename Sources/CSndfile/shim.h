#include <sndfile.h>
// The FLAC decoder under libsndfile, whose development package brings it: libsndfile's own reader stops
// for good at the first damaged frame, the decoder finds the next whole one.
#include <FLAC/stream_decoder.h>

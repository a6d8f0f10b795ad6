/* CPU seconds of one bare libvorbis encode, without files: what a rung of the ladder cannot cost less than.
 *
 *     bare-encode FILE.wav QUALITY     WAV of 16 bits; quality as libvorbis counts it, -0.1 to 1
 *
 * Reading and the pages' way to a disk are not counted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <vorbis/vorbisenc.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  FILE *file = fopen(arguments[1], "rb");
  unsigned char head[44];
  if (!file || fread(head, 1, 44, file) != 44 || memcmp(head + 36, "data", 4)) return 1;
  int channels = head[22], rate = head[24] | head[25] << 8 | head[26] << 16;
  long frames = (head[40] | head[41] << 8 | head[42] << 16 | (long)head[43] << 24) / 2 / channels;
  short *samples = malloc(frames * channels * 2);
  if (fread(samples, 2 * channels, frames, file) != (size_t)frames) return 1;

  vorbis_info info;
  vorbis_dsp_state state;
  vorbis_block block;
  ogg_stream_state stream;
  ogg_packet packet;
  ogg_page page;
  long bytes = 0;
  double start = now();
  vorbis_info_init(&info);
  if (vorbis_encode_init_vbr(&info, channels, rate, atof(arguments[2]))) return 1;
  vorbis_analysis_init(&state, &info);
  vorbis_block_init(&state, &block);
  ogg_stream_init(&stream, 1);
  for (long at = 0; at <= frames; at += 1024) {
    long slice = frames - at < 1024 ? frames - at : 1024;
    float **buffer = slice ? vorbis_analysis_buffer(&state, slice) : 0;
    for (int c = 0; c < channels; c++)
      for (long i = 0; i < slice; i++) buffer[c][i] = samples[(at + i) * channels + c] / 32768.f;
    vorbis_analysis_wrote(&state, slice);
    if (slice && slice < 1024) vorbis_analysis_wrote(&state, 0);
    while (vorbis_analysis_blockout(&state, &block) == 1) {
      vorbis_analysis(&block, 0);
      vorbis_bitrate_addblock(&block);
      while (vorbis_bitrate_flushpacket(&state, &packet)) {
        ogg_stream_packetin(&stream, &packet);
        while (ogg_stream_pageout(&stream, &page)) bytes += page.header_len + page.body_len;
      }
    }
  }
  while (ogg_stream_flush(&stream, &page)) bytes += page.header_len + page.body_len;
  printf("%.4f %ld\n", now() - start, bytes);
  return 0;
}

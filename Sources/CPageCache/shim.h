// Reading what lies in memory already, and nothing else: preadv2(2) is a GNU extension, which Swift's Glibc module
// leaves out.
#include <sys/types.h>
#include <sys/uio.h>

extern ssize_t preadv2(int file, const struct iovec *pieces, int count, off_t offset, int flags);

// The bytes read; fewer than asked for, or -1, where a disk would have to be waited for.
static inline ssize_t page_cache_read(int file, void *_Nullable room, size_t count, off_t offset) {
  struct iovec piece = {room, count};
  return preadv2(file, &piece, 1, offset, 8);  // RWF_NOWAIT
}

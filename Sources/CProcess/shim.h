// What Swift's Glibc module leaves out of the C library: GNU extensions, which it does not switch on, and
// variadic functions, which Swift cannot call.
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>

// GNU extensions, as their manual pages declare them.
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
enum {
  process_spawn_new_session = 0x80,  // POSIX_SPAWN_SETSID
  process_set_pipe_size = 1031,      // F_SETPIPE_SZ
};

// prctl is variadic. After this no program that is started gains rights by its set-user-id bit.
static inline int process_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

// The kinds of limits are numbers here and members of an enum there, as extensions are on or off.
static inline int process_get_limit(int which, struct rlimit *limit) {
  return getrlimit(which, limit);
}
static inline int process_set_limit(int which, const struct rlimit *limit) {
  return setrlimit(which, limit);
}
enum {
  process_address_space = RLIMIT_AS,
  process_processor_time = RLIMIT_CPU,
  process_file_size = RLIMIT_FSIZE,
  process_open_files = RLIMIT_NOFILE,
  process_core_size = RLIMIT_CORE,
  process_processes = 6,  // RLIMIT_NPROC
};

// A detached thread with a small stack: the types for that belong to no module of their own, and so to
// whichever the compiler met first.
static inline int process_start_thread(void *(*body)(void *), void *argument) {
  pthread_attr_t attributes;
  pthread_t thread;
  int failure = pthread_attr_init(&attributes);
  if (failure != 0) return failure;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 256 << 10);
  failure = pthread_create(&thread, &attributes, body, argument);
  pthread_attr_destroy(&attributes);
  return failure;
}

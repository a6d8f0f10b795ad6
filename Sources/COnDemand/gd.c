#include "gd_on_demand.h"

#include <pthread.h>

#include "load.h"

static gd_functions functions;
static int is_loaded;

static void load(void) {
  static const char *const files[] = {"libgd.so.3", "libgd.so"};
  static const char *const names[] = {ASSONANCE_GD(LOAD_NAME)};
  is_loaded = load_functions(files, names, sizeof names / sizeof *names, &functions);
}

const gd_functions *gd_on_demand(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded ? &functions : NULL;
}

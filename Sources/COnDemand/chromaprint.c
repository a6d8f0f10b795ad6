#include "chromaprint_on_demand.h"

#include <pthread.h>

#include "load.h"

static chromaprint_functions functions;
static int is_loaded;

static void load(void) {
  static const char *const files[] = {"libchromaprint.so.1", "libchromaprint.so"};
  static const char *const names[] = {ASSONANCE_CHROMAPRINT(LOAD_NAME)};
  is_loaded = load_functions(files, names, sizeof names / sizeof *names, &functions);
}

const chromaprint_functions *chromaprint_on_demand(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded ? &functions : NULL;
}

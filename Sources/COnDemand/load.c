#include "load.h"

#include <dlfcn.h>
#include <string.h>

int load_functions(const char *const files[2], const char *const *names, size_t count, void *table) {
  void *library = dlopen(files[0], RTLD_LAZY | RTLD_LOCAL);
  if (!library) library = dlopen(files[1], RTLD_LAZY | RTLD_LOCAL);
  if (!library) return 0;
  for (size_t i = 0; i < count; i++) {
    void *function = dlsym(library, names[i]);
    if (!function) return 0;
    memcpy((char *)table + i * sizeof function, &function, sizeof function);
  }
  return 1;
}

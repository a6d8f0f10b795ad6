#include "CTagLib.h"
#include <taglib/fileref.h>
int assonance_taglib_placeholder(void) { return 0; }

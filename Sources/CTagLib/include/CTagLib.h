#pragma once
int assonance_taglib_placeholder(void);

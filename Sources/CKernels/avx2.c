// Vectors of eight.
#include "sets.h"

#if defined(__x86_64__)
#define LANES 8
#define LK_ISA LK_AVX2
#define KERNELS lk_avx2
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "set/set.h"
#pragma clang attribute pop
#endif

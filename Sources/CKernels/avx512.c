// Vectors of sixteen.
#include "sets.h"

#if defined(__x86_64__)
#define LANES 16
#define LK_ISA LK_AVX512
#define KERNELS lk_avx512
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "set/set.h"
#pragma clang attribute pop
#endif

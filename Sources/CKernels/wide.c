// The code of the 512-bit kernels on 256-bit instructions, for tests.
#include "sets.h"

#if defined(__x86_64__)
// Vectors wider than the registers only pass between functions that are inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define LANES 16
#define LK_ISA LK_WIDE
#define KERNELS lk_wide
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "set/set.h"
#pragma clang attribute pop
#endif

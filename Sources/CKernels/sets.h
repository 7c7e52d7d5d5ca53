// The sets of kernels this library is built with, and what their code needs from the system.
#ifndef LFADS_SETS_H
#define LFADS_SETS_H

#include <string.h>

#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

extern const struct lk_kernels lk_portable, lk_avx2, lk_wide, lk_avx512;

#endif

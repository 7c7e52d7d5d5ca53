#define _DEFAULT_SOURCE  // lgamma_r
#include <math.h>

#include "sets.h"

double lk_log_gamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

const struct lk_kernels *lk_kernels_of(int isa) {
#if defined(__x86_64__)
  // The compiler's run-time library asks the operating system too (XGETBV): a processor with wide registers under a
  // system that does not save them does not offer them.
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (isa == LK_AVX512) return avx512 ? &lk_avx512 : NULL;
  if (isa == LK_WIDE) return avx2 ? &lk_wide : NULL;
  if (isa == LK_AVX2) return avx2 ? &lk_avx2 : NULL;
#endif
  return isa == LK_PORTABLE ? &lk_portable : NULL;
}

static const struct lk_kernels *best;
static _Thread_local const struct lk_kernels *overriding;

__attribute__((constructor)) static void choose(void) {
  best = lk_kernels_of(LK_AVX512);
  if (!best) best = lk_kernels_of(LK_AVX2);
  if (!best) best = &lk_portable;
}

const struct lk_kernels *lk_current(void) { return overriding ? overriding : best; }

const struct lk_kernels *lk_override(const struct lk_kernels *kernels) {
  const struct lk_kernels *before = overriding;
  overriding = kernels;
  return before;
}

// Numeric kernels of the training step; the only C of this package.
#ifndef LFADS_CKERNELS_H
#define LFADS_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Instruction sets the kernels exist for, in rising order.
enum { LK_PORTABLE = 0, LK_AVX2 = 1, LK_AVX512 = 2 };

/// The instruction set in force: the best this processor offers.
int lk_isa(void);

#endif

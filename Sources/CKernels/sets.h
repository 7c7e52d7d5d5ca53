// The sets of kernels this library is built with.
#ifndef LFADS_SETS_H
#define LFADS_SETS_H

#include "CKernels.h"

extern const struct lk_kernels lk_portable;

#endif

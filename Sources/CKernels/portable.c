// Vectors of four: what every processor of the compiler's target has.
#include "sets.h"

#define LANES 4
#define LK_ISA LK_PORTABLE
#define KERNELS lk_portable
#include "set/set.h"

// HDF5's macros with casts or commas do not import into Swift: each in use has a function here.
#ifndef LFADS_CHDF5_SHIM_H
#define LFADS_CHDF5_SHIM_H

#include <hdf5.h>

static inline hid_t lfads_H5T_NATIVE_DOUBLE(void) { return H5T_NATIVE_DOUBLE; }

#endif

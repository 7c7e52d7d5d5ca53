// HDF5's macros with casts or commas do not import into Swift, and its `_g` globals are neither constant nor valid
// before `H5open`: each in use has a function here. Call none of them before `H5open`.
#ifndef LFADS_CHDF5_SHIM_H
#define LFADS_CHDF5_SHIM_H

#if __has_include("/usr/include/hdf5/serial/hdf5.h")
#include "/usr/include/hdf5/serial/hdf5.h"
#else
#include <hdf5.h>
#endif

static inline hid_t lfads_H5T_NATIVE_INT8(void) { return H5T_NATIVE_INT8; }
static inline hid_t lfads_H5T_NATIVE_UINT8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t lfads_H5T_NATIVE_INT16(void) { return H5T_NATIVE_INT16; }
static inline hid_t lfads_H5T_NATIVE_UINT16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t lfads_H5T_NATIVE_INT32(void) { return H5T_NATIVE_INT32; }
static inline hid_t lfads_H5T_NATIVE_UINT32(void) { return H5T_NATIVE_UINT32; }
static inline hid_t lfads_H5T_NATIVE_INT64(void) { return H5T_NATIVE_INT64; }
static inline hid_t lfads_H5T_NATIVE_UINT64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t lfads_H5T_NATIVE_FLOAT(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t lfads_H5T_NATIVE_DOUBLE(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t lfads_H5T_C_S1(void) { return H5T_C_S1; }
static inline size_t lfads_H5T_VARIABLE(void) { return H5T_VARIABLE; }

static inline hid_t lfads_H5P_DEFAULT(void) { return H5P_DEFAULT; }
static inline hid_t lfads_H5P_FILE_ACCESS(void) { return H5P_FILE_ACCESS; }
static inline hid_t lfads_H5P_DATASET_CREATE(void) { return H5P_DATASET_CREATE; }
static inline hid_t lfads_H5P_DATASET_XFER(void) { return H5P_DATASET_XFER; }
static inline hid_t lfads_H5P_LINK_CREATE(void) { return H5P_LINK_CREATE; }
static inline hid_t lfads_H5S_ALL(void) { return H5S_ALL; }
static inline hid_t lfads_H5E_DEFAULT(void) { return H5E_DEFAULT; }
static inline unsigned lfads_H5F_ACC_RDONLY(void) { return H5F_ACC_RDONLY; }
static inline unsigned lfads_H5F_ACC_TRUNC(void) { return H5F_ACC_TRUNC; }

// Macros over numbered functions in later versions of the library.
static inline herr_t lfads_H5Literate(hid_t group, H5L_iterate_t operation, void *data) {
  hsize_t start = 0;
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, &start, operation, data);
}
static inline herr_t lfads_H5Lget_type(hid_t location, const char *name, H5L_type_t *type) {
  H5L_info_t info;
  herr_t status = H5Lget_info(location, name, &info, H5P_DEFAULT);
  if (status >= 0) *type = info.type;
  return status;
}

#endif

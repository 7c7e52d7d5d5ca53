#ifndef LFADS_CSPAWN_SHIM_H
#define LFADS_CSPAWN_SHIM_H

#include <spawn.h>

// glibc 2.34 has it, Swift's module of glibc, whose headers are read as plain POSIX, does not.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

#endif

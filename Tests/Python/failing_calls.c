// Preloaded into the program: the n-th call that writes below a directory fails, or all from the n-th on.
//
//   FAIL_UNDER   the directory, absolute; what lies elsewhere is let through and not counted
//   FAIL_AT      the number of the call, from 1; 0 counts only
//   FAIL_ERRNO   the error number; 0 makes a write short by half, once
//   FAIL_ON      1: every call from the n-th on fails
//   FAIL_LOG     a file that gets a line `NUMBER NAME PATH` for every call counted
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { DESCRIPTORS = 4096 };
static char watched[DESCRIPTORS];
static atomic_long calls;

static long setting(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

static int lies_under(const char *path) {
  const char *place = getenv("FAIL_UNDER");
  if (!place || !path) return 0;
  char here[4096];
  if (path[0] != '/') {
    if (!getcwd(here, sizeof here)) return 0;
    path = here;
  }
  size_t length = strlen(place);
  return strncmp(path, place, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/// Counts a call. 0: go on; 1: fail with errno; 2: a short write.
static int fails(const char *name, const char *path) {
  long number = atomic_fetch_add(&calls, 1) + 1, at = setting("FAIL_AT");
  const char *log = getenv("FAIL_LOG");
  if (log) {
    char line[4200];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, name, path ? path : "");
    int file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (file >= 0) {
      syscall(SYS_write, file, line, length);
      syscall(SYS_close, file);
    }
  }
  if (at <= 0 || number < at || (number > at && !setting("FAIL_ON"))) return 0;
  long number_of_error = setting("FAIL_ERRNO");
  if (number_of_error == 0) return 2;
  errno = (int)number_of_error;
  return 1;
}

static int is_watched(int file) { return file >= 0 && file < DESCRIPTORS && watched[file]; }

static int opened(int file, int flags, const char *path) {
  if (file >= 0 && file < DESCRIPTORS) watched[file] = (flags & (O_ACCMODE | O_DIRECTORY)) != O_RDONLY && lies_under(path);
  return file;
}

static int open_fails(const char *name, int flags, const char *path) {
  return (flags & (O_WRONLY | O_RDWR | O_CREAT)) && lies_under(path) && fails(name, path) == 1;
}

#define OPEN(name)                                                       \
  int name(const char *path, int flags, ...) {                           \
    va_list rest;                                                        \
    va_start(rest, flags);                                               \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                        \
    if (open_fails("open", flags, path)) return -1;                      \
    return opened(REAL(name)(path, flags, mode), flags, path);           \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                     \
  int name(int place, const char *path, int flags, ...) {                \
    va_list rest;                                                        \
    va_start(rest, flags);                                               \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                        \
    if (open_fails("open", flags, path)) return -1;                      \
    return opened(REAL(name)(place, path, flags, mode), flags, path);    \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
  if (is_watched(file)) {
    int how = fails("write", NULL);
    if (how == 1) return -1;
    if (how == 2 && count > 1) count /= 2;
  }
  return REAL(write)(file, bytes, count);
}

#define PWRITE(name, offset_type)                                                  \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) {    \
    if (is_watched(file)) {                                                        \
      int how = fails("pwrite", NULL);                                             \
      if (how == 1) return -1;                                                     \
      if (how == 2 && count > 1) count /= 2;                                       \
    }                                                                              \
    return REAL(name)(file, bytes, count, offset);                                 \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

int ftruncate(int file, off_t length) {
  if (is_watched(file) && fails("ftruncate", NULL) == 1) return -1;
  return REAL(ftruncate)(file, length);
}
int ftruncate64(int file, off64_t length) {
  if (is_watched(file) && fails("ftruncate", NULL) == 1) return -1;
  return REAL(ftruncate64)(file, length);
}
int fsync(int file) {
  if (is_watched(file) && fails("fsync", NULL) == 1) return -1;
  return REAL(fsync)(file);
}
int fdatasync(int file) {
  if (is_watched(file) && fails("fsync", NULL) == 1) return -1;
  return REAL(fdatasync)(file);
}
int close(int file) {
  int was = is_watched(file);
  if (was) watched[file] = 0;
  if (was && fails("close", NULL) == 1) {
    int reason = errno;
    REAL(close)(file);
    errno = reason;
    return -1;
  }
  return REAL(close)(file);
}
int rename(const char *from, const char *to) {
  if (lies_under(to) && fails("rename", to) == 1) return -1;
  return REAL(rename)(from, to);
}
int mkdir(const char *path, mode_t mode) {
  if (lies_under(path) && fails("mkdir", path) == 1) return -1;
  return REAL(mkdir)(path, mode);
}

/* Lets the n-th system call that touches a file being written fail. Loaded before the C library.

   Counted, for files whose name ends in .tm-part and for those in folders of temporary files of ours: open, write,
   pwrite, writev, sendfile, copy_file_range, ftruncate, fchmod, chmod, fsync, fdatasync, close, and renaming one.
   A close that fails has closed all the same. Armed from inside the process, so that one
   process can try every n. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long remaining = 0, seen = 0;
static int code = 0;

void fail_at(long n, int error) { remaining = n; code = error; seen = 0; }
long calls_seen(void) { return seen; }

static int is_ours(const char *name) {
    return name != NULL && (strstr(name, ".tm-part") != NULL || strstr(name, "/textminer-") != NULL);
}

static int is_our_fd(int fd) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, name, sizeof name - 1);
    if (size < 0) return 0;
    name[size] = 0;
    return is_ours(name);
}

static int fails(int counts) {
    if (!counts) return 0;
    seen++;
    if (remaining > 0 && --remaining == 0) { errno = code; return 1; }
    return 0;
}

#define REAL(kind, name, ...) static kind (*real)(__VA_ARGS__); if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

#define OPEN(function, name) \
    int function(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return fails(is_ours(path)) ? -1 : real(path, flags, mode); \
    }
OPEN(open, "open")
OPEN(open64, "open64")

#define OPENAT(function, name) \
    int function(int folder, const char *path, int flags, ...) { \
        REAL(int, name, int, const char *, int, ...); \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return fails(is_ours(path)) ? -1 : real(folder, path, flags, mode); \
    }
OPENAT(openat, "openat")
OPENAT(openat64, "openat64")

FILE *fopen64(const char *path, const char *how) {
    REAL(FILE *, "fopen64", const char *, const char *);
    return fails(is_ours(path)) ? NULL : real(path, how);
}
ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return fails(is_our_fd(fd)) ? -1 : real(fd, data, size);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return fails(is_our_fd(fd)) ? -1 : real(fd, data, size, at);
}
ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    return fails(is_our_fd(fd)) ? -1 : real(fd, parts, n);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    return fails(is_our_fd(to)) ? -1 : real(to, from, at, size);
}
ssize_t copy_file_range(int from, off64_t *here, int to, off64_t *there, size_t size, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    return fails(is_our_fd(to)) ? -1 : real(from, here, to, there, size, flags);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    return fails(is_our_fd(fd)) ? -1 : real(fd, size);
}
int fchmod(int fd, mode_t mode) {
    REAL(int, "fchmod", int, mode_t);
    return fails(is_our_fd(fd)) ? -1 : real(fd, mode);
}
int chmod(const char *path, mode_t mode) {
    REAL(int, "chmod", const char *, mode_t);
    return fails(is_ours(path)) ? -1 : real(path, mode);
}
int fsync(int fd) {
    REAL(int, "fsync", int);
    return fails(is_our_fd(fd)) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    return fails(is_our_fd(fd)) ? -1 : real(fd);
}
int close(int fd) {
    REAL(int, "close", int);
    int counts = is_our_fd(fd), error = errno, done = real(fd);
    if (fails(counts)) return -1;
    if (done == 0) errno = error;
    return done;
}
int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    return fails(is_ours(from)) ? -1 : real(from, to);
}

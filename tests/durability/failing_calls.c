/* Lets the n-th system call that touches a file being written fail. Loaded before the C library.

   Counted: write, pwrite, writev, ftruncate, fsync and fdatasync on a file whose name ends in .tm-part, and
   renaming one. Armed from inside the process, so that one process can try every n. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long remaining = 0, seen = 0;
static int code = 0;

void fail_at(long n, int error) { remaining = n; code = error; seen = 0; }
long calls_seen(void) { return seen; }

static int is_part(const char *name) { return name != NULL && strstr(name, ".tm-part") != NULL; }

static int is_part_fd(int fd) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, name, sizeof name - 1);
    if (size < 0) return 0;
    name[size] = 0;
    return is_part(name);
}

static int fails(int counts) {
    if (!counts) return 0;
    seen++;
    if (remaining > 0 && --remaining == 0) { errno = code; return 1; }
    return 0;
}

#define REAL(kind, name, ...) static kind (*real)(__VA_ARGS__); if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return fails(is_part_fd(fd)) ? -1 : real(fd, data, size);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return fails(is_part_fd(fd)) ? -1 : real(fd, data, size, at);
}
ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    return fails(is_part_fd(fd)) ? -1 : real(fd, parts, n);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    return fails(is_part_fd(fd)) ? -1 : real(fd, size);
}
int fsync(int fd) {
    REAL(int, "fsync", int);
    return fails(is_part_fd(fd)) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    return fails(is_part_fd(fd)) ? -1 : real(fd);
}
int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    return fails(is_part(from)) ? -1 : real(from, to);
}

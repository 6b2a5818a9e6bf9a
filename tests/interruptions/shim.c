/* Loaded before the C library: lets one call below a folder fail, and moves the clock.

   FAULT_ROOTS   folders, joined by ':'; only files below them count
   FAULT_LOG     file to which each call that counts is written, a line: operation and path
   FAULT_CLOCK   seconds by which the clock goes wrong
   fault_arm(operations, number, error, lasting) starts to count: the call of that number among the operations
   (letters: w write, o open for writing, r open for reading, i read, c close of what was written, m rename or link,
   u unlink or rmdir, s sync, d mkdir) fails with the error, and where it is lasting, all after it. fault_arm("", ...) ends it. Forked children count on by themselves. */
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
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static char operations[16];
static long wanted;
static int error_number, lasting_failure;
static atomic_long seen;

void fault_arm(const char *ops, long number, int error, int lasting) {
    strncpy(operations, ops, sizeof operations - 1);
    wanted = number;
    error_number = error;
    lasting_failure = lasting;
    atomic_store(&seen, 0);
}

long fault_seen(void) { return atomic_load(&seen); }

static int below(const char *path) {
    const char *roots = getenv("FAULT_ROOTS");
    char whole[4096];
    if (!roots || !path) return 0;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole - strlen(path) - 2)) return 0;
        strcat(whole, "/");
        strcat(whole, path);
        path = whole;
    }
    while (*roots) {
        size_t n = strcspn(roots, ":");
        if (n && !strncmp(path, roots, n) && (path[n] == '/' || path[n] == 0)) return 1;
        roots += n + (roots[n] == ':');
    }
    return 0;
}

static void logged(char op, const char *path) {
    const char *log = getenv("FAULT_LOG");
    char line[4200];
    if (!log) return;
    int n = snprintf(line, sizeof line, "%c %s\n", op, path);
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0644);
    if (fd >= 0) {
        if (syscall(SYS_write, fd, line, n) < 0) n = 0;
        syscall(SYS_close, fd);
    }
}

static int fails(char op, const char *path) {
    int kept = errno;
    if (!operations[0] || !strchr(operations, op) || !below(path)) return 0;
    logged(op, path);
    long number = atomic_fetch_add(&seen, 1);
    if (wanted >= 0 && (number == wanted || (lasting_failure && number > wanted))) {
        errno = error_number;
        return 1;
    }
    errno = kept;
    return 0;
}

static int fails_fd(char op, int fd) {
    char link[64], path[4096];
    if (!operations[0] || !strchr(operations, op)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return fails(op, path);
}

#define REAL(type, name, ...)                                   \
    static type (*real)(__VA_ARGS__);                           \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);

static char way(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT)) ? 'o' : 'r'; }

static mode_t mode_of(int flags, va_list given) {
    return (flags & (O_CREAT | __O_TMPFILE)) ? (mode_t)va_arg(given, int) : 0;
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        va_list given;                                          \
        va_start(given, flags);                                 \
        mode_t mode = mode_of(flags, given);                    \
        va_end(given);                                          \
        REAL(int, name, const char *, int, ...)                 \
        if (!(flags & O_DIRECTORY) && fails(way(flags), path)) return -1; \
        return real(path, flags, mode);                         \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                            \
    int name(int at, const char *path, int flags, ...) {        \
        va_list given;                                          \
        va_start(given, flags);                                 \
        mode_t mode = mode_of(flags, given);                    \
        va_end(given);                                          \
        REAL(int, name, int, const char *, int, ...)            \
        if (!(flags & O_DIRECTORY) && at == AT_FDCWD && fails(way(flags), path)) return -1; \
        return real(at, path, flags, mode);                     \
    }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name)                                             \
    FILE *name(const char *path, const char *mode) {            \
        REAL(FILE *, name, const char *, const char *)          \
        if (fails(mode[0] == 'r' && !strchr(mode, '+') ? 'r' : 'o', path)) return NULL; \
        return real(path, mode);                                \
    }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int fd, const void *data, size_t n) {
    REAL(ssize_t, write, int, const void *, size_t)
    return fails_fd('w', fd) ? -1 : real(fd, data, n);
}

#define PWRITE(name, offset)                                    \
    ssize_t name(int fd, const void *data, size_t n, offset at) { \
        REAL(ssize_t, name, int, const void *, size_t, offset)  \
        return fails_fd('w', fd) ? -1 : real(fd, data, n, at);  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, writev, int, const struct iovec *, int)
    return fails_fd('w', fd) ? -1 : real(fd, parts, n);
}

#define SENDFILE(name, offset)                                  \
    ssize_t name(int out, int in, offset *at, size_t n) {       \
        REAL(ssize_t, name, int, int, offset *, size_t)         \
        return fails_fd('w', out) ? -1 : real(out, in, at, n);  \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t n, unsigned int flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned int)
    return fails_fd('w', out) ? -1 : real(in, from, out, to, n, flags);
}

size_t fwrite(const void *data, size_t size, size_t n, FILE *stream) {
    REAL(size_t, fwrite, const void *, size_t, size_t, FILE *)
    return fails_fd('w', fileno(stream)) ? 0 : real(data, size, n, stream);
}

int ftruncate(int fd, off_t n) {
    REAL(int, ftruncate, int, off_t)
    return fails_fd('w', fd) ? -1 : real(fd, n);
}

int ftruncate64(int fd, off64_t n) {
    REAL(int, ftruncate64, int, off64_t)
    return fails_fd('w', fd) ? -1 : real(fd, n);
}

ssize_t read(int fd, void *data, size_t n) {
    REAL(ssize_t, read, int, void *, size_t)
    return fails_fd('i', fd) ? -1 : real(fd, data, n);
}

#define PREAD(name, offset)                                     \
    ssize_t name(int fd, void *data, size_t n, offset at) {     \
        REAL(ssize_t, name, int, void *, size_t, offset)        \
        return fails_fd('i', fd) ? -1 : real(fd, data, n, at);  \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define ERROR_SEEN 0x20 /* of the flags of a stream of glibc, as ferror reads it */

size_t fread(void *data, size_t size, size_t n, FILE *stream) {
    REAL(size_t, fread, void *, size_t, size_t, FILE *)
    if (fails_fd('i', fileno(stream))) {
        stream->_flags |= ERROR_SEEN;
        return 0;
    }
    return real(data, size, n, stream);
}

static int written(int fd) {
    int flags = operations[0] && strchr(operations, 'c') ? fcntl(fd, F_GETFL) : -1;
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

/* The number is given back all the same, as Linux does. */
int close(int fd) {
    REAL(int, close, int)
    int kept = errno, failed = written(fd) && fails_fd('c', fd), number = errno;
    errno = kept;
    int answer = real(fd);
    if (failed) errno = number;
    return failed ? -1 : answer;
}

int fclose(FILE *stream) {
    REAL(int, fclose, FILE *)
    int kept = errno, failed = written(fileno(stream)) && fails_fd('c', fileno(stream)), number = errno;
    errno = kept;
    int answer = real(stream);
    if (failed) errno = number;
    return failed ? EOF : answer;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *)
    return fails('u', path) ? -1 : real(path);
}

int rmdir(const char *path) {
    REAL(int, rmdir, const char *)
    return fails('u', path) ? -1 : real(path);
}

int unlinkat(int at, const char *path, int flags) {
    REAL(int, unlinkat, int, const char *, int)
    char link[64], whole[8192];
    if (operations[0] && strchr(operations, 'u') && at != AT_FDCWD && path[0] != '/') {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, whole, 4095);
        if (n > 0) {
            snprintf(whole + n, sizeof whole - n, "/%s", path);
            if (fails('u', whole)) return -1;
        }
    } else if (fails('u', path)) {
        return -1;
    }
    return real(at, path, flags);
}

int fsync(int fd) {
    REAL(int, fsync, int)
    return fails_fd('s', fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(int, fdatasync, int)
    return fails_fd('s', fd) ? -1 : real(fd);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *)
    return fails('m', to) ? -1 : real(from, to);
}

int link(const char *from, const char *to) {
    REAL(int, link, const char *, const char *)
    return fails('m', to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t)
    return fails('d', path) ? -1 : real(path, mode);
}

static long shift(void) {
    const char *given = getenv("FAULT_CLOCK");
    return given ? atol(given) : 0;
}

int clock_gettime(clockid_t which, struct timespec *now) {
    REAL(int, clock_gettime, clockid_t, struct timespec *)
    int answer = real(which, now);
    if (!answer && which == CLOCK_REALTIME) now->tv_sec += shift();
    return answer;
}

time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone) {
    REAL(int, gettimeofday, struct timeval *, void *)
    int answer = real(now, zone);
    if (!answer) now->tv_sec += shift();
    return answer;
}

// A disk that does what it is told, for a process that is started with it preloaded: DISK_FILE names the database file, DISK_CONTROL a
// file that holds a struct control, DISK_RECORD (if any) where everything written to the database is written down.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum call { OPEN = 1, READ, WRITE, TRUNCATE, SYNC };
enum kind { WRITTEN = 1, TRUNCATED, SYNC_BEGUN, SYNC_ENDED, REMOVED };

struct control
{
    int delay;  // each sync takes so many microseconds longer
    int call;   // which call fails,
    int files;  // on which files: 1 the database, 2 its log, 4 its index
    int error;  // with what,
    int skip;   // after so many that do not,
    int times;  // so often
    int failed; // so many have failed
};

struct entry
{
    int32_t kind, file, thread, length;
    int64_t offset, at;
};

static struct control *control;
static const char *database;
static int record = -1;

__attribute__((constructor)) static void start(void)
{
    const char *path = getenv("DISK_CONTROL");
    int file = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDWR) : -1;

    if (file < 0)
        return;

    control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    database = getenv("DISK_FILE");

    if ((path = getenv("DISK_RECORD")))
        record = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

// 0 the database, 1 its log, 2 its index, -1 anything else.
static int file_of_path(const char *path)
{
    size_t length = database ? strlen(database) : 0;

    if (!control || !length || strncmp(path, database, length))
        return -1;

    path += length;

    return !strncmp(path, "-wal", 4) ? 1 : !strncmp(path, "-shm", 4) ? 2 : !*path || *path == ' ' ? 0 : -1;
}

static int file_of(int fd)
{
    char name[40], path[4096];

    if (!control || (record < 0 && !control->call && !control->delay))
        return -1;

    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;

    return file_of_path(path);
}

static int fails(enum call call, int file)
{
    if (file < 0 || control->call != (int)call || !(control->files & 1 << file))
        return 0;

    if (__atomic_fetch_sub(&control->skip, 1, __ATOMIC_SEQ_CST) > 0 || __atomic_fetch_sub(&control->times, 1, __ATOMIC_SEQ_CST) <= 0)
        return 0;

    __atomic_fetch_add(&control->failed, 1, __ATOMIC_SEQ_CST);
    errno = control->error;

    return 1;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);

    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// One call, so that entries of several threads do not mix.
static void note(enum kind kind, int file, const void *data, int length, int64_t offset, int64_t at)
{
    if (record < 0 || file < 0 || file > 1)
        return;

    int saved = errno;
    struct entry entry = { kind, file, syscall(SYS_gettid), length, offset, at };
    struct iovec parts[] = { { &entry, sizeof entry }, { (void *)data, data ? length : 0 } };

    if (writev(record, parts, 2) < 0)
        abort();

    errno = saved;
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0;
    va_end(more);

    return fails(OPEN, file_of_path(path)) ? -1 : syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t pread64(int fd, void *data, size_t length, off64_t offset)
{
    return fails(READ, file_of(fd)) ? -1 : syscall(SYS_pread64, fd, data, length, offset);
}

// What is written is noted after it is done, a sync before and after: what is counted as synced was.
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    int file = file_of(fd);
    int64_t at = now();
    ssize_t written = fails(WRITE, file) ? -1 : syscall(SYS_pwrite64, fd, data, length, offset);

    if (written > 0)
        note(WRITTEN, file, data, written, offset, at);

    return written;
}

int ftruncate64(int fd, off64_t length)
{
    int file = file_of(fd);
    int64_t at = now();
    int result = fails(TRUNCATE, file) ? -1 : syscall(SYS_ftruncate, fd, length);

    if (!result)
        note(TRUNCATED, file, NULL, 0, length, at);

    return result;
}

int fdatasync(int fd)
{
    int file = file_of(fd);

    if (fails(SYNC, file))
        return -1;

    note(SYNC_BEGUN, file, NULL, 0, 0, now());

    if (file >= 0 && control->delay)
        usleep(control->delay);

    int result = syscall(SYS_fdatasync, fd);

    if (!result)
        note(SYNC_ENDED, file, NULL, 0, 0, now());

    return result;
}

int unlink(const char *path)
{
    int64_t at = now();
    int result = syscall(SYS_unlinkat, AT_FDCWD, path, 0);

    if (!result)
        note(REMOVED, file_of_path(path), NULL, 0, 0, at);

    return result;
}

// Makes fsync as slow as on a disk that really waits: preload it, and SLOWSYNC_MICROSECONDS says how much is added.
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int after_a_while(long call, int file)
{
    const char *delay = getenv("SLOWSYNC_MICROSECONDS");

    if (delay)
        usleep(atoi(delay));

    return syscall(call, file);
}

int fsync(int file) { return after_a_while(SYS_fsync, file); }

int fdatasync(int file) { return after_a_while(SYS_fdatasync, file); }

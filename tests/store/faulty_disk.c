/* A disk that fails: to be preloaded (ld.so(8), LD_PRELOAD) into a process that writes below one folder.
 *
 * DISK_FAULT_FOLDER names the folder. While the file DISK_FAULT_CONTROL holds "OPS ERRNO AFTER", calls of these kinds on files
 * below the folder fail once AFTER of them have gone well: w = write, pwrite, ftruncate; s = fsync, fdatasync. ERRNO 0 kills the
 * process instead (SIGKILL). The first failing write takes half of its bytes, as a disk that fills up does. Another content counts
 * anew; without the file nothing fails. Made and used by tests/store/disk_rig.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char before[64];
static long calls, failed;

static int below(int fd)
{
    char link[64], path[4096];
    const char *folder = getenv("DISK_FAULT_FOLDER");
    if (!folder)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static void told(char *text, size_t size)
{
    const char *control = getenv("DISK_FAULT_CONTROL");
    int fd = control ? open(control, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);
    text[length < 0 ? 0 : length] = 0;
    if (fd >= 0)
        close(fd);
}

/* The errno of a call that is to fail, 0 for one that is not; `first` when it is the first that fails. */
static int fault(char op, int fd, int *first)
{
    char text[64], ops[8];
    int code;
    long after;
    if (!below(fd))
        return 0;
    pthread_mutex_lock(&lock);
    told(text, sizeof text);
    if (strcmp(text, before) != 0) {
        strcpy(before, text);
        calls = failed = 0;
    }
    int fails = sscanf(text, "%7s %d %ld", ops, &code, &after) == 3 && strchr(ops, op) && ++calls > after;
    if (fails && code == 0)
        kill(getpid(), SIGKILL);
    *first = fails && failed++ == 0;
    pthread_mutex_unlock(&lock);
    return fails ? code : 0;
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *data, size_t size)
{
    int first, code = fault('w', fd, &first);
    ssize_t (*call)(int, const void *, size_t) = REAL("write", ssize_t(*)(int, const void *, size_t));
    if (!code)
        return call(fd, data, size);
    if (first && size > 1)
        return call(fd, data, size / 2);
    errno = code;
    return -1;
}

static ssize_t at(const char *name, int fd, const void *data, size_t size, off64_t offset)
{
    int first, code = fault('w', fd, &first);
    ssize_t (*call)(int, const void *, size_t, off64_t) = REAL(name, ssize_t(*)(int, const void *, size_t, off64_t));
    if (!code)
        return call(fd, data, size, offset);
    if (first && size > 1)
        return call(fd, data, size / 2, offset);
    errno = code;
    return -1;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    return at("pwrite", fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    return at("pwrite64", fd, data, size, offset);
}

static int simple(const char *name, int fd)
{
    int first, code = fault('s', fd, &first);
    if (!code)
        return REAL(name, int (*)(int))(fd);
    errno = code;
    return -1;
}

int fsync(int fd)
{
    return simple("fsync", fd);
}

int fdatasync(int fd)
{
    return simple("fdatasync", fd);
}

static int cut(const char *name, int fd, off64_t length)
{
    int first, code = fault('w', fd, &first);
    if (!code)
        return REAL(name, int (*)(int, off64_t))(fd, length);
    errno = code;
    return -1;
}

int ftruncate(int fd, off_t length)
{
    return cut("ftruncate", fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    return cut("ftruncate64", fd, length);
}

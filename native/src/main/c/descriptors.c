#include "descriptors.h"
#include "shim.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* No signal has a handler here: a call is cut short by a stop and continue only, and can be made again. */
#define YG_RETRY(call)                              \
    int64_t result;                                 \
    do {                                            \
        result = (call);                            \
    } while (result < 0 && errno == EINTR);         \
    return yg_result(result)

int32_t yg_read(int32_t fd, void *to, int32_t length) {
    YG_RETRY(read(fd, to, length));
}

int32_t yg_write(int32_t fd, void *from, int32_t length) {
    YG_RETRY(write(fd, from, length));
}

int32_t yg_read_at(int32_t fd, void *to, int32_t length, int64_t position) {
    YG_RETRY(pread(fd, to, length, position));
}

int32_t yg_write_at(int32_t fd, void *from, int32_t length, int64_t position) {
    YG_RETRY(pwrite(fd, from, length, position));
}

int32_t yg_close(int32_t fd) {
    /* The descriptor is gone even after EINTR. */
    return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

int32_t yg_sync(int32_t fd) {
    YG_RETRY(fsync(fd));
}

int32_t yg_truncate(int32_t fd, int64_t length) {
    YG_RETRY(ftruncate(fd, length));
}

/* For file systems without fallocate: writes zeros behind the end. */
static int32_t yg_allocate_by_writing(int32_t fd, int64_t length) {
    static const char zeros[512];
    struct stat st;
    if (fstat(fd, &st) < 0) return -errno;
    int64_t at = st.st_size;
    while (at < length) {
        int64_t part = length - at < (int64_t) sizeof zeros ? length - at : (int64_t) sizeof zeros;
        int32_t n = yg_write_at(fd, (void *) zeros, (int32_t) part, at);
        if (n < 0) return n;
        if (n == 0) return -ENOSPC;
        at += n;
    }
    return 0;
}

int32_t yg_allocate(int32_t fd, int64_t length) {
    int result;
    do {
        result = fallocate(fd, 0, 0, length);
    } while (result < 0 && errno == EINTR);
    if (result < 0 && (errno == EOPNOTSUPP || errno == ENOSYS)) return yg_allocate_by_writing(fd, length);
    return yg_result(result);
}

int32_t yg_change_mode(int32_t fd, int32_t mode) {
    return yg_result(fchmod(fd, mode));
}

int32_t yg_change_owner(int32_t fd, int32_t uid, int32_t gid) {
    return yg_result(fchown(fd, (uid_t)uid, (gid_t)gid));
}

int32_t yg_seek(int32_t fd, int64_t position) {
    return lseek(fd, position, SEEK_SET) < 0 ? -errno : 0;
}

int32_t yg_lock(int32_t fd, int32_t wait) {
    YG_RETRY(flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB));
}

/* The lock of an open file, not of a process: a process that closes another descriptor of the file keeps it. */
int32_t yg_claim(int32_t fd, int32_t ask) {
    struct flock lock = {.l_type = ask ? F_RDLCK : F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, ask ? F_OFD_GETLK : F_OFD_SETLK, &lock) < 0) return -errno;
    return ask && lock.l_type != F_UNLCK;
}

int32_t yg_readable_bytes(int32_t fd) {
    int count = 0;
    return ioctl(fd, FIONREAD, &count) < 0 ? -errno : count;
}

/* A second pipe gets what the first one holds; both then share its pages. */
int32_t yg_peek_pipe(int32_t fd, void *to, int32_t length) {
    int copy[2];
    if (pipe2(copy, O_CLOEXEC | O_NONBLOCK) < 0) return -errno;
    int64_t count = tee(fd, copy[1], (size_t) length, SPLICE_F_NONBLOCK);
    int32_t result = count < 0 ? -errno : count == 0 ? -EAGAIN : yg_read(copy[0], to, (int32_t) count);
    close(copy[0]);
    close(copy[1]);
    return result;
}

int32_t yg_set_non_blocking(int32_t fd, int32_t on) {
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0) return -errno;
    int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    return wanted == flags ? 0 : yg_result(fcntl(fd, F_SETFL, wanted));
}

int32_t yg_set_close_on_exec(int32_t fd, int32_t on) {
    return yg_result(fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0));
}

int32_t yg_duplicate(int32_t fd) {
    return yg_result(dup(fd));
}

/* The same number stays open as it is, but is inherited from now on. */
int32_t yg_duplicate_to(int32_t fd, int32_t target) {
    if (fd == target) {
        int32_t result = yg_set_close_on_exec(fd, 0);
        return result < 0 ? result : fd;
    }
    return yg_result(dup2(fd, target));
}

int32_t yg_pipe(void *ends) {
    int made[2];
    if (pipe2(made, O_CLOEXEC) < 0) return -errno;
    int32_t reader = yg_above_standard(made[0]);
    int32_t writer = yg_above_standard(made[1]);
    if (reader < 0 || writer < 0) {
        if (reader >= 0) close(reader);
        if (writer >= 0) close(writer);
        return reader < 0 ? reader : writer;
    }
    ((int32_t *) ends)[0] = reader;
    ((int32_t *) ends)[1] = writer;
    return 0;
}

/* In an entry of a directory, as the kernel has it. */
#define YG_ENTRY_LENGTH 16
#define YG_ENTRY_NAME 19

int yg_find_first_own(void) {
    char entries[2048] __attribute__((aligned(8)));
    int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return 0;
    int first = 3;
    long length;
    while ((length = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0) {
        for (long at = 0; at < length; at += *(unsigned short *) (entries + at + YG_ENTRY_LENGTH)) {
            int fd = atoi(entries + at + YG_ENTRY_NAME);
            int flags = fcntl(fd, F_GETFD);
            if (flags >= 0 && !(flags & FD_CLOEXEC) && fd >= first) first = fd + 1;
        }
    }
    close(directory);
    return length < 0 ? 0 : first;
}

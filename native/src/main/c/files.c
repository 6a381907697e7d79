#include "files.h"
#include "shim.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Bits of org.yagura.os.OpenFlag, whose values do not depend on the processor. */
static const struct {
    int32_t bit;
    int flag;
} yg_open_flags[] = {
    {1 << 2, O_CREAT},
    {1 << 3, O_TRUNC},
    {1 << 4, O_APPEND},
    {1 << 5, O_NONBLOCK},
    {1 << 6, O_DIRECTORY},
    {1 << 7, O_NOFOLLOW},
    {1 << 8, O_EXCL},
    {1 << 10, O_PATH},
};
#define YG_OPEN_INHERIT (1 << 9)

int32_t yg_open(int32_t dir_fd, void *name, int32_t length, int32_t flags, int32_t mode) {
    YG_NAME(path, name, length);
    int native = (flags & 3) == 1 ? O_WRONLY : (flags & 3) == 2 ? O_RDWR : O_RDONLY;
    for (unsigned i = 0; i < sizeof yg_open_flags / sizeof *yg_open_flags; i++) {
        if (flags & yg_open_flags[i].bit) native |= yg_open_flags[i].flag;
    }
    int inherit = flags & YG_OPEN_INHERIT;
    int fd;
    do {
        fd = openat(dir_fd, path, native | O_NOCTTY | (inherit ? 0 : O_CLOEXEC), mode);
    } while (fd < 0 && errno == EINTR);
    return inherit ? yg_result(fd) : yg_above_standard(fd);
}

int32_t yg_make_directory(int32_t dir_fd, void *name, int32_t length, int32_t mode) {
    YG_NAME(path, name, length);
    return yg_result(mkdirat(dir_fd, path, mode));
}

int32_t yg_make_fifo(int32_t dir_fd, void *name, int32_t length, int32_t mode) {
    YG_NAME(path, name, length);
    return yg_result(mkfifoat(dir_fd, path, mode));
}

int32_t yg_rename(int32_t from_fd, void *from, int32_t from_length, int32_t to_fd, void *to, int32_t to_length) {
    YG_NAME(old_path, from, from_length);
    YG_NAME(new_path, to, to_length);
    return yg_result(renameat(from_fd, old_path, to_fd, new_path));
}

int32_t yg_link(int32_t from_fd, void *from, int32_t from_length, int32_t to_fd, void *to, int32_t to_length) {
    YG_NAME(old_path, from, from_length);
    YG_NAME(new_path, to, to_length);
    return yg_result(linkat(from_fd, old_path, to_fd, new_path, 0));
}

int32_t yg_symlink(void *target, int32_t target_length, int32_t dir_fd, void *name, int32_t length) {
    YG_NAME(content, target, target_length);
    YG_NAME(path, name, length);
    return yg_result(symlinkat(content, dir_fd, path));
}

int32_t yg_unlink(int32_t dir_fd, void *name, int32_t length) {
    YG_NAME(path, name, length);
    return yg_result(unlinkat(dir_fd, path, 0));
}

int32_t yg_remove_directory(int32_t dir_fd, void *name, int32_t length) {
    YG_NAME(path, name, length);
    return yg_result(unlinkat(dir_fd, path, AT_REMOVEDIR));
}

int32_t yg_read_link(int32_t dir_fd, void *name, int32_t name_length, void *to, int32_t length) {
    YG_NAME(path, name, name_length);
    return yg_result(readlinkat(dir_fd, path, to, length));
}

static int64_t yg_timespec_ns(struct timespec time) {
    return (int64_t) ((uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec);
}

/* In the order of org.yagura.nativeos.FileFields. */
static int32_t yg_store(int result, const struct stat *st, int64_t *fields) {
    if (result < 0) return -errno;
    fields[0] = st->st_dev;
    fields[1] = st->st_ino;
    fields[2] = st->st_mode;
    fields[3] = st->st_nlink;
    fields[4] = st->st_uid;
    fields[5] = st->st_gid;
    fields[6] = st->st_size;
    fields[7] = yg_timespec_ns(st->st_mtim);
    fields[8] = yg_timespec_ns(st->st_ctim);
    return 0;
}

int32_t yg_stat(int32_t dir_fd, void *name, int32_t length, void *fields) {
    YG_NAME(path, name, length);
    struct stat st;
    return yg_store(fstatat(dir_fd, path, &st, 0), &st, fields);
}

int32_t yg_lstat(int32_t dir_fd, void *name, int32_t length, void *fields) {
    YG_NAME(path, name, length);
    struct stat st;
    return yg_store(fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW), &st, fields);
}

int32_t yg_info(int32_t fd, void *fields) {
    struct stat st;
    return yg_store(fstat(fd, &st), &st, fields);
}

int32_t yg_list_directory(int32_t dir_fd, void *to, int32_t length) {
    return yg_result(syscall(SYS_getdents64, dir_fd, to, length));
}

int64_t yg_file_system_type(void *name, int32_t length) {
    YG_NAME(path, name, length);
    struct statfs fs;
    return statfs(path, &fs) < 0 ? -errno : (int64_t) (uint32_t) fs.f_type;
}

int64_t yg_free_bytes(void *name, int32_t length) {
    YG_NAME(path, name, length);
    struct statfs fs;
    return statfs(path, &fs) < 0 ? -errno : (int64_t) fs.f_bavail * (int64_t) fs.f_bsize;
}

int32_t yg_change_directory(int32_t dir_fd) {
    return yg_result(fchdir(dir_fd));
}

int32_t yg_umask(int32_t mask) {
    return umask(mask);
}

#include "shim.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int32_t yg_name(char *to, const void *from, int32_t length) {
    if (length >= YG_NAME_MAX) return -ENAMETOOLONG;
    if (length > 0 && memchr(from, 0, length)) return -ENOENT;
    if (length > 0) memcpy(to, from, length);
    to[length] = 0;
    return 0;
}

int32_t yg_highest_descriptor;

int32_t yg_above_standard(int32_t fd) {
    if (fd < 0) return -errno;
    if (fd > yg_highest_descriptor) yg_highest_descriptor = fd;
    if (fd > 2) return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    int error = errno;
    close(fd);
    return moved < 0 ? -error : moved;
}

/*
 * forget FILE...: lets what is cached of these files go, so that the next read of them goes to the disk. What the file system knows of
 * their names and places stays.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int fd = open(argv[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fdatasync(fd) < 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0) {
            perror(argv[i]);
            return 111;
        }
        close(fd);
    }
    return 0;
}

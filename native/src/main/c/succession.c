#include "succession.h"
#include "process.h"
#include "shim.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Since Linux 6.3. */
#define YG_MFD_NOEXEC_SEAL 8U

extern char **environ;

/*
 * The arguments and the environment that we were given are still where the kernel has put them. The mask stays: what comes from here on
 * waits for the program that we become.
 */
int32_t yg_become(void *program, int32_t length, int32_t left_fd) {
    YG_NAME(path, program, length);
    char variable[sizeof YG_INHERITED + 12] = YG_INHERITED;
    size_t count = (size_t) yg_start_count(1) + 2;
    char **variables = mmap(0, count * sizeof *variables, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (variables == MAP_FAILED) return -errno;
    char digits[12];
    int digit = 0, end = sizeof YG_INHERITED - 1;
    for (unsigned rest = (unsigned) left_fd; rest > 0 || digit == 0; rest /= 10) digits[digit++] = (char) ('0' + rest % 10);
    while (digit > 0) variable[end++] = digits[--digit];
    variable[end] = 0;
    variables[0] = variable;
    memcpy(variables + 1, environ, (count - 1) * sizeof *variables);
    execve(path, yg_start_arguments(), variables);
    int error = errno;
    munmap(variables, count * sizeof *variables);
    return -error;
}

int32_t yg_memory_file(void) {
    /* A kernel that knows of it wants to be told that the file is no program; one that does not takes it for a mistake. */
    int fd = (int) syscall(SYS_memfd_create, "yagura-state", MFD_CLOEXEC | YG_MFD_NOEXEC_SEAL);
    if (fd < 0 && errno == EINVAL) fd = (int) syscall(SYS_memfd_create, "yagura-state", MFD_CLOEXEC);
    return yg_above_standard(fd);
}

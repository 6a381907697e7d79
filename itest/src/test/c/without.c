/*
 * Runs a program on a kernel that does not have some system calls: they give ENOSYS to it and to all that it starts.
 *
 *   without NAME[,NAME]... PROG [ARG]...
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int number_of(const char *name) {
    return !strcmp(name, "pidfd_open") ? SYS_pidfd_open
        : !strcmp(name, "pidfd_send_signal") ? SYS_pidfd_send_signal
        : !strcmp(name, "getrandom") ? SYS_getrandom
        : !strcmp(name, "fallocate") ? SYS_fallocate
        : -1;
}

int main(int argc, char **argv) {
    if (argc < 3) return 100;
    struct sock_filter filter[64] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    int count = 1;
    for (char *name = strtok(argv[1], ","); name && count < 60; name = strtok(0, ",")) {
        int number = number_of(name);
        if (number < 0) return 100;
        filter[count++] = (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned) number, 0, 1);
        filter[count++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
    }
    filter[count++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short) count, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        perror("without");
        return 111;
    }
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    return 111;
}

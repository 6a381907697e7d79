/*
 * timed OUT COUNT PROG ARG...: runs PROG COUNT times, one after the other, and writes to the file OUT for each run a line "WALL CPU
 * STATUS": nanoseconds from start to end, nanoseconds of processor time, and the wait status. PROG is a path.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        return 100;
    }
    FILE *out = fopen(argv[1], "we");
    if (!out) {
        return 111;
    }
    for (int count = atoi(argv[2]); count > 0; count--) {
        int status;
        struct rusage use;
        long long begin = now();
        pid_t pid = vfork();
        if (pid < 0) {
            return 111;
        }
        if (pid == 0) {
            execv(argv[3], argv + 3);
            _exit(127);
        }
        if (wait4(pid, &status, 0, &use) != pid) {
            return 111;
        }
        long long wall = now() - begin;
        long long cpu = (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000000LL +
                        (use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1000LL;
        fprintf(out, "%lld %lld %d\n", wall, cpu, status);
    }
    return fclose(out) ? 111 : 0;
}

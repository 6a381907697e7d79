/*
 * timed: runs programs and says how long they took. Each run is a line "WALL CPU STATUS BEGIN" in the file OUT: nanoseconds from start
 * to end, nanoseconds of processor time, the wait status, and when it began, on the monotonic clock. PROG is a path.
 *
 *   timed OUT COUNT PROG ARG...     COUNT times, one after the other
 *   timed -l OUT COUNT PROG ARG...  the end is the first byte on its descriptor 1, from which it is told to end by TERM
 *   timed -n OUT COUNT PROG ARG...  COUNT at once, each in a directory of its own (0, 1, ...), and one line for all of them
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static long long processor_ns(const struct rusage *use)
{
    return (use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1000000000LL +
           (use->ru_utime.tv_usec + use->ru_stime.tv_usec) * 1000LL;
}

static void tell(FILE *out, long long wall, const struct rusage *use, int status, long long begin)
{
    fprintf(out, "%lld %lld %d %lld\n", wall, processor_ns(use), status, begin);
}

static int once(FILE *out, char **argv)
{
    int status;
    struct rusage use;
    long long begin = now();
    pid_t pid = vfork();
    if (pid == 0) {
        execv(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &use) != pid) {
        return 0;
    }
    tell(out, now() - begin, &use, status, begin);
    return 1;
}

static int until_it_speaks(FILE *out, char **argv)
{
    int status, ends[2];
    char byte;
    struct rusage use;
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return 0;
    }
    long long begin = now();
    pid_t pid = vfork();
    if (pid == 0) {
        dup2(ends[1], 1);
        execv(argv[0], argv);
        _exit(127);
    }
    close(ends[1]);
    int spoke = pid > 0 && read(ends[0], &byte, 1) == 1;
    long long wall = now() - begin;
    if (pid > 0) {
        kill(pid, SIGTERM);
    }
    close(ends[0]);
    if (pid < 0 || wait4(pid, &status, 0, &use) != pid) {
        return 0;
    }
    tell(out, wall, &use, spoke ? 0 : 1, begin);
    return 1;
}

static int together(FILE *out, int count, char **argv)
{
    int bad = 0;
    struct rusage use;
    long long begin = now();
    for (int i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        pid_t pid = vfork();
        if (pid < 0) {
            return 0;
        }
        if (pid == 0) {
            int in = open("/proc/self/fd/0", O_RDONLY | O_CLOEXEC);
            if (in < 0 || dup2(in, 0) < 0 || chdir(name) < 0) {
                _exit(126);
            }
            execv(argv[0], argv);
            _exit(127);
        }
    }
    for (int i = 0; i < count; i++) {
        int status;
        if (wait(&status) < 0) {
            return 0;
        }
        bad |= status;
    }
    long long wall = now() - begin;
    getrusage(RUSAGE_CHILDREN, &use);
    tell(out, wall, &use, bad, begin);
    return 1;
}

int main(int argc, char **argv)
{
    char mode = argc > 1 && argv[1][0] == '-' ? argv[1][1] : 0;
    argv += mode ? 2 : 1;
    argc -= mode ? 2 : 1;
    if (argc < 3) {
        return 100;
    }
    FILE *out = fopen(argv[0], "we");
    int count = atoi(argv[1]);
    if (!out) {
        return 111;
    }
    if (mode == 'n') {
        return together(out, count, argv + 2) && !fclose(out) ? 0 : 111;
    }
    for (; count > 0; count--) {
        if (!(mode == 'l' ? until_it_speaks(out, argv + 2) : once(out, argv + 2))) {
            return 111;
        }
    }
    return fclose(out) ? 111 : 0;
}

/*
 * mark: what the benchmarks run as a service. It tells by a line "KIND NAME PID NS" on a FIFO what happened and when, on the
 * monotonic clock, so that no delay of the measuring program counts.
 *
 *   mark                             exits 0: the floor for start-up times
 *   mark FIFO NAME KIND PROG ARG...  tells KIND and becomes PROG
 *   mark FIFO NAME BYTES             writes BYTES bytes in lines of 100 to descriptor 1, tells "up", and on TERM "term"
 *
 * The last tells "exec" behind "up", with the time in the variable MARK_EXEC, if that is there: who has started it says so when.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void tell_of(const char *fifo, const char *name, const char *kind, long long ns)
{
    char line[256];
    int length = snprintf(line, sizeof line, "%s %s %d %lld\n", kind, name, (int)getpid(), ns);
    int fd = open(fifo, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, line, (size_t)length) != length) {
        _exit(111);
    }
    close(fd);
}

static void tell(const char *fifo, const char *name, const char *kind)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    tell_of(fifo, name, kind, (long long)now.tv_sec * 1000000000LL + now.tv_nsec);
}

static void produce(long bytes)
{
    char lines[8000];
    memset(lines, 'x', sizeof lines);
    for (size_t i = 99; i < sizeof lines; i += 100) {
        lines[i] = '\n';
    }
    while (bytes > 0) {
        ssize_t n = write(1, lines, bytes < (long)sizeof lines ? (size_t)bytes : sizeof lines);
        if (n < 0) {
            _exit(111);
        }
        bytes -= n;
    }
}

int main(int argc, char **argv)
{
    if (argc == 1) {
        return 0;
    }
    if (argc > 4) {
        tell(argv[1], argv[2], argv[3]);
        execvp(argv[4], argv + 4);
        return 111;
    }
    if (argc != 4) {
        return 100;
    }
    sigset_t set;
    int got;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    produce(atol(argv[3]));
    tell(argv[1], argv[2], "up");
    const char *begun = getenv("MARK_EXEC");
    if (begun) {
        tell_of(argv[1], argv[2], "exec", atoll(begun));
    }
    sigwait(&set, &got);
    tell(argv[1], argv[2], "term");
    return 0;
}

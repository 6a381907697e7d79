/*
 * What loggers waited for that others had: processors, the disk, and lines.
 *
 *   waits NOTES DIR...   looks every 5 ms, before all others where it may, at what the kernel tells of a logger and its service,
 *                        where DIR is the logger's and its status and the service's are in ../supervise and ../../supervise. Each
 *                        wait goes to NOTES: which DIR (from 0), when it began and ended, in nanoseconds since 1970. TERM ends it;
 *                        all is written then, or it would wait for the disk itself.
 *
 * It waited for a processor when the second number of /proc/PID/schedstat (proc(5)) says so, which grows by a wait when that is over.
 * A look that finds it in state D stands for 5 ms of waiting for the disk; one that finds it in S while its service is ready to run,
 * for 5 ms of waiting for lines: such a service has taken the time for its lines, but not written them yet.
 */
#include "beside.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOOK_NS 5000000
/* The pid in a status, least byte first. */
#define PID_AT 12

static volatile sig_atomic_t ended;

struct process {
    const char *status;
    int schedstat, stat;
};

struct logger {
    char status[2][PATH_MAX];
    struct process self, service;
    uint64_t waited_ns;
};

struct wait {
    uint64_t index, from, to;
};

static void on_term(int number) {
    (void) number;
    ended = 1;
}

static uint32_t pid_in(const char *status) {
    unsigned char pid[4] = {0};
    int fd = open(status, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    if (pread(fd, pid, sizeof pid, PID_AT) != sizeof pid) memset(pid, 0, sizeof pid);
    close(fd);
    return pid[0] | (uint32_t) pid[1] << 8 | (uint32_t) pid[2] << 16 | (uint32_t) pid[3] << 24;
}

static int waited(int schedstat, uint64_t *ns) {
    char text[80];
    unsigned long long ran, waited;
    ssize_t length = pread(schedstat, text, sizeof text - 1, 0);
    if (length <= 0) return 0;
    text[length] = 0;
    if (sscanf(text, "%llu %llu", &ran, &waited) != 2) return 0;
    *ns = waited;
    return 1;
}

/* The letter of its state, 0 where it is gone. Its name may have spaces and parentheses. */
static char state(int stat) {
    char text[256];
    ssize_t length = pread(stat, text, sizeof text - 1, 0);
    if (length <= 0) return 0;
    text[length] = 0;
    const char *name_end = strrchr(text, ')');
    return name_end && name_end[1] ? name_end[2] : 0;
}

static int open_proc(uint32_t pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%u/%s", pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int find(struct process *process) {
    if (process->stat >= 0) return 1;
    uint32_t pid = pid_in(process->status);
    if (!pid) return 0;
    process->stat = open_proc(pid, "stat");
    process->schedstat = open_proc(pid, "schedstat");
    return process->stat >= 0;
}

static void forget(struct process *process) {
    close(process->stat);
    close(process->schedstat);
    process->stat = process->schedstat = -1;
}

static int is_ready(struct process *process) {
    if (!find(process)) return 0;
    char letter = state(process->stat);
    if (!letter || letter == 'Z') forget(process);
    return letter == 'R';
}

static struct {
    struct wait *at;
    size_t count, room;
} waits;

static void note(size_t index, uint64_t from, uint64_t to) {
    if (from >= to) return;
    if (waits.count == waits.room) {
        waits.room = waits.room ? 2 * waits.room : 1 << 16;
        waits.at = realloc(waits.at, waits.room * sizeof *waits.at);
        if (!waits.at) die("get memory");
    }
    waits.at[waits.count++] = (struct wait) {index, from, to};
}

static void write_notes(int notes) {
    const char *bytes = (const char *) waits.at;
    size_t left = waits.count * sizeof *waits.at;
    while (left) {
        ssize_t written = write(notes, bytes, left);
        if (written < 0) die("write the notes");
        bytes += written;
        left -= (size_t) written;
    }
}

static void look(size_t index, struct logger *logger) {
    uint64_t waited_ns;
    if (!find(&logger->self)) return;
    char letter = state(logger->self.stat);
    if (!letter || letter == 'Z' || !waited(logger->self.schedstat, &waited_ns)) {
        forget(&logger->self);
        /* All waits of the next count, from its fork. */
        logger->waited_ns = 0;
        return;
    }
    uint64_t now = now_ns();
    note(index, now - (waited_ns - logger->waited_ns), now);
    logger->waited_ns = waited_ns;
    if (letter == 'D' || (letter == 'S' && is_ready(&logger->service))) note(index, now - LOOK_NS / 2, now + LOOK_NS / 2);
}

static void prepare(struct logger *logger, const char *directory) {
    snprintf(logger->status[0], PATH_MAX, "%s/../supervise/status", directory);
    snprintf(logger->status[1], PATH_MAX, "%s/../../supervise/status", directory);
    logger->self = (struct process) {logger->status[0], -1, -1};
    logger->service = (struct process) {logger->status[1], -1, -1};
}

int main(int argc, char **argv) {
    if (argc < 3) return 100;
    size_t count = (size_t) argc - 2;
    struct logger *loggers = calloc(count, sizeof *loggers);
    if (!loggers) die("get memory");
    for (size_t i = 0; i < count; i++) prepare(&loggers[i], argv[i + 2]);
    int notes = open(argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (notes < 0) die("open the notes");
    sigaction(SIGTERM, &(struct sigaction) {.sa_handler = on_term}, 0);
    struct sched_param first = {.sched_priority = 40};
    sched_setscheduler(0, SCHED_FIFO, &first);
    while (!ended) {
        for (size_t i = 0; i < count; i++) look(i, &loggers[i]);
        nanosleep(&(struct timespec) {.tv_nsec = LOOK_NS}, 0);
    }
    write_notes(notes);
    return 0;
}

/*
 * What a disk costs a logger: a program that only reads, writes, and syncs a file of each megabyte.
 *
 *   disk DIR NOTES NUMBERS REST   starts NUMBERS write with REST and keeps what it writes in DIR, the last two files of it. Each call
 *                                 for the disk that took a millisecond goes to NOTES: when it began and ended, in nanoseconds since
 *                                 1970. TERM ends it; then it says how many lines it had, how many were read later than 100 ms after
 *                                 they were written, after how many milliseconds the last of them, and how long the longest call took.
 */
#include "beside.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_BYTES 1000000
/* One write of numbers.c: 40 lines of the same moment. */
#define PAGE_LINES 40
#define PAGE_BYTES 4000
#define HEAD_BYTES 64
#define LATE_NS 100000000u
#define WORTH_NOTING_NS 1000000u

static volatile sig_atomic_t ended;

static struct {
    int directory, file, notes;
    size_t size;
    uint64_t number, longest_ns;
} disk = {.file = -1};

static struct {
    uint64_t offset, lines, late, latest_ns;
    /* The numbers and the time in a page's first line, of which a read may have had a part. */
    char head[HEAD_BYTES + 1];
} seen;

static void on_term(int number) {
    (void) number;
    ended = 1;
}

static void note(uint64_t from) {
    uint64_t call[2] = {from, now_ns()};
    uint64_t took = call[1] - from;
    if (took > disk.longest_ns) disk.longest_ns = took;
    if (took >= WORTH_NOTING_NS && write(disk.notes, call, sizeof call) != sizeof call) die("write the notes");
}

static void put(const char *bytes, size_t length) {
    if (disk.file < 0) {
        disk.file = openat(disk.directory, "current", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (disk.file < 0) die("open current");
    }
    while (length) {
        ssize_t written = write(disk.file, bytes, length);
        if (written < 0) die("write current");
        bytes += written;
        length -= (size_t) written;
        disk.size += (size_t) written;
    }
}

static void turn(void) {
    char name[32];
    if (fsync(disk.file) < 0) die("sync current");
    close(disk.file);
    disk.file = -1;
    disk.size = 0;
    snprintf(name, sizeof name, "old%llu", (unsigned long long) (disk.number++ & 1));
    if (renameat(disk.directory, "current", disk.directory, name) < 0 || fsync(disk.directory) < 0) die("rename current");
}

static void on_head(uint64_t read_ns) {
    unsigned long long run, number, time;
    if (sscanf(seen.head, "%llu %llu %llu ", &run, &number, &time) != 3) die("read numbers");
    uint64_t delay = read_ns > time ? read_ns - time : 0;
    seen.lines += PAGE_LINES;
    if (delay > LATE_NS) seen.late += PAGE_LINES;
    if (delay > seen.latest_ns) seen.latest_ns = delay;
}

static void look(const char *bytes, size_t length, uint64_t read_ns) {
    while (length) {
        size_t at = seen.offset % PAGE_BYTES;
        size_t until = at < HEAD_BYTES ? HEAD_BYTES : PAGE_BYTES;
        size_t part = until - at < length ? until - at : length;
        if (at < HEAD_BYTES) {
            memcpy(seen.head + at, bytes, part);
            if (at + part == HEAD_BYTES) on_head(read_ns);
        }
        seen.offset += part;
        bytes += part;
        length -= part;
    }
}

static pid_t start(const char *numbers, const char *rest, int pipe_in) {
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(pipe_in, 1);
        execl(numbers, numbers, "write", "state", "alive", "doubled", rest, (char *) 0);
        die("start numbers");
    }
    return child;
}

int main(int argc, char **argv) {
    static char bytes[65536];
    int ends[2];
    if (argc != 5) return 100;
    if (mkdir(argv[1], 0755) < 0 || chdir(argv[1]) < 0) die("make the directory");
    disk.directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    disk.notes = open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (disk.directory < 0 || disk.notes < 0 || pipe2(ends, O_CLOEXEC) < 0) die("prepare");
    sigaction(SIGTERM, &(struct sigaction) {.sa_handler = on_term}, 0);
    pid_t child = start(argv[3], argv[4], ends[1]);
    close(ends[1]);
    while (!ended) {
        ssize_t length = read(ends[0], bytes, sizeof bytes);
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) die("read numbers");
        uint64_t read_ns = now_ns();
        look(bytes, (size_t) length, read_ns);
        put(bytes, (size_t) length);
        if (disk.size >= FILE_BYTES) turn();
        note(read_ns);
    }
    kill(child, SIGKILL);
    printf("%llu %llu %llu %llu\n", (unsigned long long) seen.lines, (unsigned long long) seen.late,
        (unsigned long long) seen.latest_ns / 1000000, (unsigned long long) disk.longest_ns / 1000000);
    return 0;
}

/*
 * A service that writes numbered lines as fast as they are taken, and one that counts what became of them.
 *
 *   numbers write STATE LOCK DOUBLED REST   lines "RUN NUMBER TIME PADDING" to descriptor 1, a page at most with each write, which a
 *                                           pipe takes whole or not at all, and REST microseconds in between; STATE has for each run
 *                                           how many were written. One that does not get LOCK is a second copy, and notes that in
 *                                           DOUBLED.
 *   numbers kill WATCHED PID...             kills them, says within how many nanoseconds, and after how many WATCHED named another
 *                                           pid (its bytes 48 to 51, as in our status); 0 where WATCHED is -
 *   numbers floor MARK                      the least that a parent can do: when its child has died, fork and exec another, which
 *                                           puts a new MARK in place, with its pid where a status has that of supervise
 *   numbers check CALM DONE NOTES WAITS STATE DIR [STATE DIR]...  reads the old files of log directories, removes them, and when
 *                                           DONE is there what is left; then says for each what was found. Lines that were written
 *                                           within CALM nanoseconds from its start are counted once more, alone; so are those that
 *                                           are late even without the time that the disk took from disk.c in the meantime, which is
 *                                           in NOTES, and those that are even without what their logger waited for that others
 *                                           had, which waits.c has put in WAITS.
 */
#include "beside.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 4000
#define STATE_BYTES ((RUNS_MAX + 1) * 8)
#define LINES_AT_ONCE 40
#define LINE_BYTES 100
#define MISSING_MAX 4096
#define CHECKERS 5
/* Of a label: 2^62 + 10 seconds at the beginning of 1970. */
#define LABEL_BASE 4611686018427387914ULL
#define PID_AT 48
#define LATE_NS 100000000u
#define PATIENCE_NS 2000000000LL

static uint64_t *state_of(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, STATE_BYTES) < 0) die("open the state");
    uint64_t *state = mmap(0, STATE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (state == MAP_FAILED) die("map the state");
    close(fd);
    return state;
}

static _Noreturn void write_numbers(char **arguments) {
    volatile uint64_t *state = state_of(arguments[0]);
    int lock = open(arguments[1], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (flock(lock, LOCK_EX | LOCK_NB) < 0) {
        int doubled = open(arguments[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        dprintf(doubled, "%d\n", getpid());
    }
    uint64_t run = __atomic_fetch_add(&state[0], 1, __ATOMIC_SEQ_CST);
    if (run >= RUNS_MAX) die("count so many runs");
    static char lines[LINES_AT_ONCE * (LINE_BYTES + 1)];
    useconds_t rest = (useconds_t) atoi(arguments[3]);
    for (uint64_t number = 0;;) {
        if (rest) usleep(rest);
        uint64_t now = now_ns();
        size_t length = 0;
        uint64_t last = number;
        for (int i = 0; i < LINES_AT_ONCE; i++) {
            size_t line = (size_t) sprintf(lines + length, "%llu %llu %llu ", (unsigned long long) run, (unsigned long long) ++last,
                (unsigned long long) now);
            memset(lines + length + line, 'x', LINE_BYTES - line);
            lines[length + LINE_BYTES - 1] = '\n';
            length += LINE_BYTES;
        }
        ssize_t written = write(1, lines, length);
        if (written < 0 && errno == EINTR) continue;
        if (written != (ssize_t) length) die("write all");
        number = last;
        state[1 + run] = number;
    }
}

/* ---- what became of them ---- */

struct span {
    uint64_t from, to;
};

struct late {
    struct span span;
    uint64_t lines;
};

struct check {
    uint64_t *state;
    const char *directory;
    uint64_t next[RUNS_MAX];
    struct {
        uint64_t run, from, to;
    } missing[MISSING_MAX];
    int missing_count;
    uint64_t lines, doubled, reordered, broken, slowest_ns, slow;
    uint64_t calm_until_ns, calm_lines, calm_slowest_ns, calm_slow;
    struct late *late;
    size_t late_count, late_room;
};

/* All lines of a write have the same time, and mostly the same label. */
static void on_late(struct check *check, uint64_t from, uint64_t to) {
    struct late *last = check->late_count ? &check->late[check->late_count - 1] : 0;
    if (last && last->span.from == from && last->span.to == to) {
        last->lines++;
        return;
    }
    if (check->late_count == check->late_room) {
        check->late_room = check->late_room ? 2 * check->late_room : 1024;
        check->late = realloc(check->late, check->late_room * sizeof *check->late);
        if (!check->late) die("note late lines");
    }
    check->late[check->late_count++] = (struct late) {{from, to}, 1};
}

/* Nobody could check by sscanf what comes at full rate. */
static int parse_hex(const char *text, int digits, uint64_t *value) {
    *value = 0;
    for (int i = 0; i < digits; i++) {
        int c = text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return 0;
        *value = *value << 4 | (uint64_t) digit;
    }
    return 1;
}

/* A number and a space. Gives what follows, or 0. */
static const char *parse_number(const char *text, const char *end, uint64_t *value) {
    const char *at = text;
    *value = 0;
    for (; at && at < end && *at >= '0' && *at <= '9'; at++) *value = *value * 10 + (uint64_t) (*at - '0');
    return at && at > text && at < end && *at == ' ' ? at + 1 : 0;
}

static void on_line(struct check *check, const char *line, size_t length) {
    uint64_t seconds, nanoseconds, run = 0, number = 0, time = 0;
    const char *end = line + length;
    if (length != LINE_BYTES + 26 || line[0] != '@' || line[25] != ' ' || !parse_hex(line + 1, 16, &seconds)
        || !parse_hex(line + 17, 8, &nanoseconds)
        || !parse_number(parse_number(parse_number(line + 26, end, &run), end, &number), end, &time) || run >= RUNS_MAX) {
        check->broken++;
        return;
    }
    check->lines++;
    uint64_t read_ns = (seconds - LABEL_BASE) * 1000000000u + nanoseconds;
    uint64_t delay = read_ns > time ? read_ns - time : 0;
    if (delay > check->slowest_ns) check->slowest_ns = delay;
    if (delay > LATE_NS) {
        check->slow++;
        on_late(check, time, read_ns);
    }
    if (time < check->calm_until_ns) {
        check->calm_lines++;
        if (delay > check->calm_slowest_ns) check->calm_slowest_ns = delay;
        if (delay > LATE_NS) check->calm_slow++;
    }
    uint64_t expected = check->next[run] + 1;
    if (number == expected) {
        check->next[run] = number;
        return;
    }
    if (number > expected) {
        if (check->missing_count < MISSING_MAX) {
            check->missing[check->missing_count].run = run;
            check->missing[check->missing_count].from = expected;
            check->missing[check->missing_count++].to = number - 1;
        }
        check->next[run] = number;
        return;
    }
    for (int i = 0; i < check->missing_count; i++) {
        if (check->missing[i].run == run && check->missing[i].from <= number && number <= check->missing[i].to) {
            /* late, not lost: the range shrinks from its front, in which late lines come too */
            if (check->missing[i].from == number) check->missing[i].from++;
            check->reordered++;
            return;
        }
    }
    check->doubled++;
}

static void on_file(struct check *check, int directory, const char *name) {
    int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) < 0) die("open a log file");
    char *content = info.st_size ? mmap(0, (size_t) info.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0) : 0;
    size_t at = 0, size = (size_t) info.st_size;
    while (at < size) {
        const char *end = memchr(content + at, '\n', size - at);
        size_t length = end ? (size_t) (end - content) - at : size - at;
        on_line(check, content + at, length + (end != 0));
        at += length + 1;
    }
    if (size) munmap(content, size);
    close(fd);
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(char *const *) left, *(char *const *) right);
}

static int look(struct check *check, int whole) {
    int directory = open(check->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return 0;
    static char *names[100000];
    int count = 0;
    DIR *entries = fdopendir(dup(directory));
    for (struct dirent *entry = readdir(entries); entry && count < 100000; entry = readdir(entries)) {
        /* one that has just got its name may still be synced; the newest is left for the next time */
        if (entry->d_name[0] == '@') names[count++] = strdup(entry->d_name);
    }
    closedir(entries);
    qsort(names, (size_t) count, sizeof *names, by_name);
    int done = 0;
    for (int i = 0; i < count; i++) {
        if (whole || i + 1 < count) {
            on_file(check, directory, names[i]);
            unlinkat(directory, names[i], 0);
            done++;
        }
        free(names[i]);
    }
    if (whole && faccessat(directory, "current", F_OK, 0) == 0) on_file(check, directory, "current");
    close(directory);
    return done;
}

struct spans {
    struct span *at;
    size_t count, room;
};

static struct spans disk_spans;
/* For each directory. */
static struct spans *wait_spans;

static void *map_notes(const char *path, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) < 0) die("open notes");
    *size = (size_t) info.st_size;
    void *notes = *size ? mmap(0, *size, PROT_READ, MAP_PRIVATE, fd, 0) : 0;
    close(fd);
    return notes;
}

static void add_span(struct spans *spans, struct span span) {
    if (spans->count == spans->room) {
        spans->room = spans->room ? 2 * spans->room : 1024;
        spans->at = realloc(spans->at, spans->room * sizeof *spans->at);
        if (!spans->at) die("note spans");
    }
    spans->at[spans->count++] = span;
}

static void read_notes(const char *disk, const char *waits, uint64_t count) {
    size_t size;
    disk_spans.at = map_notes(disk, &size);
    disk_spans.count = size / sizeof *disk_spans.at;
    uint64_t *notes = map_notes(waits, &size);
    wait_spans = calloc(count, sizeof *wait_spans);
    for (size_t i = 0; i + 3 <= size / sizeof *notes; i += 3) {
        if (notes[i] < count) add_span(&wait_spans[notes[i]], (struct span) {notes[i + 1], notes[i + 2]});
    }
}

/* How much of it is in the spans, which are in the order of their ends. */
static uint64_t covered_ns(const struct span *span, const struct spans *spans) {
    size_t low = 0, high = spans->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (spans->at[middle].to <= span->from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    uint64_t at = span->from, sum = 0;
    for (; low < spans->count && spans->at[low].from < span->to; low++) {
        uint64_t from = spans->at[low].from > at ? spans->at[low].from : at;
        uint64_t to = spans->at[low].to < span->to ? spans->at[low].to : span->to;
        if (to > from) sum += to - from;
        if (to > at) at = to;
    }
    return sum;
}

static void tell_beyond(const struct check *check, const struct spans *spans) {
    uint64_t lines = 0, most_ns = 0;
    for (size_t i = 0; i < check->late_count; i++) {
        const struct late *late = &check->late[i];
        uint64_t beyond = late->span.to - late->span.from - covered_ns(&late->span, spans);
        if (beyond > LATE_NS) lines += late->lines;
        if (beyond > most_ns) most_ns = beyond;
    }
    printf(" %llu %llu", (unsigned long long) lines, (unsigned long long) most_ns / 1000000);
}

static void tell(const struct check *check, const struct spans *waits) {
    uint64_t lost = 0, tails = 0, tail_lines = 0, longest = 0;
    for (int i = 0; i < check->missing_count; i++) {
        if (check->missing[i].to >= check->missing[i].from) lost += check->missing[i].to - check->missing[i].from + 1;
    }
    for (uint64_t run = 0; run < check->state[0] && run < RUNS_MAX; run++) {
        uint64_t written = check->state[1 + run];
        if (written > check->next[run]) {
            uint64_t lines = written - check->next[run];
            tails++;
            tail_lines += lines;
            if (lines > longest) longest = lines;
        }
    }
    printf("%llu %llu %llu %llu %llu %llu %llu %llu %llu %llu %llu %llu %llu %llu", (unsigned long long) check->state[0],
        (unsigned long long) check->lines, (unsigned long long) lost, (unsigned long long) tails, (unsigned long long) tail_lines,
        (unsigned long long) longest, (unsigned long long) check->doubled, (unsigned long long) check->reordered,
        (unsigned long long) check->broken, (unsigned long long) check->slowest_ns / 1000000, (unsigned long long) check->slow,
        (unsigned long long) check->calm_lines, (unsigned long long) check->calm_slowest_ns / 1000000,
        (unsigned long long) check->calm_slow);
    tell_beyond(check, &disk_spans);
    tell_beyond(check, waits);
    printf("\n");
}

static int check_numbers(char **words, int count) {
    char **arguments = words + 4;
    struct check *checks = calloc((size_t) count, sizeof *checks);
    /* Among forty that never rest it would fall behind until the disk is full. Only root may. */
    setpriority(PRIO_PROCESS, 0, -15);
    for (int i = 0; i < count; i++) {
        checks[i].calm_until_ns = now_ns() + strtoull(words[0], 0, 10);
        checks[i].state = state_of(arguments[2 * i]);
        checks[i].directory = arguments[2 * i + 1];
    }
    /* Each waits for the disk, whose writers never rest. */
    int part = 0;
    while (part + 1 < CHECKERS && fork() > 0) part++;
    while (access(words[1], F_OK) < 0) {
        int files = 0;
        for (int i = part; i < count; i += CHECKERS) files += look(&checks[i], 0);
        if (!files) usleep(50000);
    }
    read_notes(words[2], words[3], (uint64_t) count);
    for (int i = part; i < count; i += CHECKERS) {
        look(&checks[i], 1);
        tell(&checks[i], &wait_spans[i]);
    }
    fflush(stdout);
    while (wait(0) > 0) continue;
    return 0;
}

/* ---- deaths ---- */

static int pid_in(const char *path) {
    int pid = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    if (pread(fd, &pid, sizeof pid, PID_AT) != sizeof pid) pid = 0;
    close(fd);
    return pid;
}

static long long since_ns(const struct timespec *from) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long) (now.tv_sec - from->tv_sec) * 1000000000 + now.tv_nsec - from->tv_nsec;
}

/* Of renames in the directory of a file. */
static int watch_directory_of(const char *file) {
    char directory[PATH_MAX];
    snprintf(directory, sizeof directory, "%s", file);
    char *slash = strrchr(directory, '/');
    if (slash) *slash = 0;
    int watch = inotify_init1(IN_CLOEXEC);
    if (watch < 0 || inotify_add_watch(watch, directory, IN_MOVED_TO) < 0) die("watch");
    return watch;
}

/* Who looked again and again would take the processor from whom it waits for. */
static long long await_next(int watch, const char *watched, int former, const struct timespec *from) {
    static char events[4096];
    struct pollfd event = {.fd = watch, .events = POLLIN};
    while (since_ns(from) < PATIENCE_NS) {
        int pid = pid_in(watched);
        if (pid && pid != former) return since_ns(from);
        if (poll(&event, 1, PATIENCE_NS / 1000000) > 0 && read(watch, events, sizeof events) < 0) die("read what was renamed");
    }
    return -1;
}

/*
 * As close together as can be: a millisecond is long, and those that are woken by the first death would come in between. It looks for
 * the next pid before all others too, or it would wait for its own turn.
 */
static int kill_all(const char *watched, int count, char **arguments) {
    pid_t pids[16];
    struct timespec from;
    if (count > 16) return 100;
    for (int i = 0; i < count; i++) pids[i] = (pid_t) atoi(arguments[i]);
    int is_watched = strcmp(watched, "-") != 0;
    int watch = is_watched ? watch_directory_of(watched) : -1;
    int former = is_watched ? pid_in(watched) : 0;
    struct sched_param first = {.sched_priority = 50};
    sched_setscheduler(0, SCHED_FIFO, &first);
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < count; i++) kill(pids[i], SIGKILL);
    long long span_ns = since_ns(&from);
    long long next_ns = is_watched ? await_next(watch, watched, former, &from) : 0;
    if (next_ns < 0) return 1;
    printf("%lld %lld\n", span_ns, next_ns);
    return 0;
}

static _Noreturn void say_pid(const char *mark) {
    char status[PID_AT + sizeof(int)] = {0};
    int pid = getpid();
    memcpy(status + PID_AT, &pid, sizeof pid);
    char fresh[PATH_MAX];
    snprintf(fresh, sizeof fresh, "%s.new", mark);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, status, sizeof status) != sizeof status || rename(fresh, mark) < 0) die("write the mark");
    for (;;) pause();
}

static _Noreturn void keep_floor(char *self, char *mark) {
    for (;;) {
        pid_t child = fork();
        if (child < 0) die("fork");
        if (child == 0) {
            execl(self, self, "say", mark, (char *) 0);
            die("exec");
        }
        waitpid(child, 0, 0);
    }
}

int main(int argc, char **argv) {
    if (argc == 6 && !strcmp(argv[1], "write")) write_numbers(argv + 2);
    if (argc >= 8 && !strcmp(argv[1], "check")) return check_numbers(argv + 2, (argc - 6) / 2);
    if (argc >= 4 && !strcmp(argv[1], "kill")) return kill_all(argv[2], argc - 3, argv + 3);
    if (argc == 3 && !strcmp(argv[1], "floor")) keep_floor(argv[0], argv[2]);
    if (argc == 3 && !strcmp(argv[1], "say")) say_pid(argv[2]);
    return 100;
}

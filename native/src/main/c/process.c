#include "process.h"
#include "checks.h"
#include "shim.h"
#include "telling.h"

#include <elf.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static char **yg_start_vectors[2];

/* The descriptor that the program before us in this process has left, or -1. */
static int32_t yg_inherited = -1;

/* What the program that has started this process tells, or null. */
static const char *yg_told;

/*
 * Either puts a variable before all others: nobody else's is looked at, and the children of the tools, which get our environment, never see
 * it.
 */
static char **yg_take_told(char **envp) {
    const char *value = envp[0] ? envp[0] : "";
    if (strncmp(value, YG_TOLD, sizeof YG_TOLD - 1)) return envp;
    yg_told = value + sizeof YG_TOLD - 1;
    return envp + 1;
}

static char **yg_take_inherited(char **envp) {
    const char *value = envp[0] ? envp[0] : "";
    if (strncmp(value, YG_INHERITED, sizeof YG_INHERITED - 1)) return envp;
    value += sizeof YG_INHERITED - 1;
    int32_t fd = 0;
    for (; *value >= '0' && *value <= '9' && fd < 100000000; value++) fd = fd * 10 + *value - '0';
    if (!*value) yg_inherited = fd;
    return envp + 1;
}

int32_t yg_start_inherited(void) {
    return yg_inherited;
}

int32_t yg_start_told_length(void) {
    return yg_told ? (int32_t) strlen(yg_told) : 0;
}

void yg_start_told(void *to) {
    if (yg_told) memcpy(to, yg_told, strlen(yg_told));
}

int main(int argc, char **argv, char **envp) {
    (void) argc;
    environ = yg_take_told(yg_take_inherited(envp));
    yg_start_vectors[0] = argv;
    yg_start_vectors[1] = environ;
    /* A write to a pipe without a reader is an error value; programs that we become get the mask that we were given. */
    uint64_t blocked = yg_signal_bit(SIGPIPE);
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, &blocked, &yg_mask_at_start, sizeof blocked);
    yg_checks_begin();
    return teavm_main(0, 0);
}

int32_t yg_start_count(int32_t vector) {
    int32_t count = 0;
    while (yg_start_vectors[vector][count]) count++;
    return count;
}

char **yg_start_arguments(void) {
    return yg_start_vectors[0];
}

int32_t yg_start_length(int32_t vector, int32_t index) {
    return (int32_t) strlen(yg_start_vectors[vector][index]);
}

void yg_start_copy(int32_t vector, int32_t index, void *to) {
    const char *string = yg_start_vectors[vector][index];
    memcpy(to, string, strlen(string));
}

static char *yg_last_argument(void) {
    int32_t count = yg_start_count(0);
    return count > 1 ? yg_start_vectors[0][count - 1] : 0;
}

/* Kept: what is shown may hold a NUL. */
static int32_t yg_title_length = -1;

int32_t yg_title_room(void) {
    char *last = yg_last_argument();
    if (yg_title_length < 0) yg_title_length = last ? (int32_t) strlen(last) : 0;
    return yg_title_length;
}

void yg_title_show(void *from, int32_t length) {
    int32_t room = yg_title_room();
    if (room > 0) memcpy(yg_last_argument(), from, length < room ? length : room);
}

int yg_called_as(const char *tool) {
    char **arguments = yg_start_vectors[0];
    for (int i = 0; i < 2 && arguments[i]; i++) {
        const char *slash = strrchr(arguments[i], '/');
        if (!strcmp(slash ? slash + 1 : arguments[i], tool)) return 1;
    }
    return 0;
}

/* The path that was exec'd needs no /proc; one that is relative, or a descriptor's, says nothing later. */
int32_t yg_start_executable(void *to, int32_t length) {
    const char *path = (const char *) getauxval(AT_EXECFN);
    char link[4096];
    int64_t size;
    if (path && path[0] == '/' && strncmp(path, "/dev/fd/", 8) && strncmp(path, "/proc/", 6)) {
        size = (int64_t) strlen(path);
    } else {
        size = readlink("/proc/self/exe", link, sizeof link);
        path = link;
    }
    if (size > 0 && size <= length) memcpy(to, path, (size_t) size);
    return yg_result(size);
}

/*
 * The kernel's own page for reading clocks saves 150 ns a call, and costs page tables of its own. Who asks seldom, as an idle
 * supervise does, makes the system call.
 */
#define YG_CLOCK_CALLS 2048

static int64_t yg_clock_ns(clockid_t clock) {
    static unsigned calls;
    struct timespec now = {0, 0};
    if (calls < YG_CLOCK_CALLS) {
        calls++;
        syscall(SYS_clock_gettime, clock, &now);
    } else {
        clock_gettime(clock, &now);
    }
    return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t yg_monotonic_ns(void) {
    return yg_clock_ns(CLOCK_MONOTONIC);
}

int64_t yg_wall_ns(void) {
    return yg_clock_ns(CLOCK_REALTIME);
}

int64_t yg_boot_ns(void) {
    return yg_clock_ns(CLOCK_BOOTTIME);
}

int32_t yg_local_time(int64_t epoch_seconds, void *fields) {
    time_t seconds = epoch_seconds;
    struct tm tm;
    if (!localtime_r(&seconds, &tm)) return -EOVERFLOW;
    int64_t year = (int64_t) tm.tm_year + 1900;
    if (year < 0 || year > 999999999) return -EOVERFLOW;
    int32_t *to = fields;
    to[0] = (int32_t) year;
    to[1] = tm.tm_mon + 1;
    to[2] = tm.tm_mday;
    to[3] = tm.tm_hour;
    to[4] = tm.tm_min;
    to[5] = tm.tm_sec;
    return 0;
}

int32_t yg_effective_uid(void) {
    return (int32_t) geteuid();
}

/* The bare calls: there is one thread, and the C library's way of telling the others is a burden. */
int32_t yg_set_groups(int32_t gid) {
    gid_t group = gid;
    return yg_result(syscall(SYS_setgroups, 1, &group));
}

int32_t yg_set_gid(int32_t gid) {
    return yg_result(syscall(SYS_setgid, gid));
}

int32_t yg_set_uid(int32_t uid) {
    return yg_result(syscall(SYS_setuid, uid));
}

static int64_t yg_from_limit(rlim_t limit) {
    return limit > INT64_MAX ? INT64_MAX : (int64_t) limit;
}

static rlim_t yg_to_limit(int64_t limit) {
    return limit == INT64_MAX ? RLIM_INFINITY : (rlim_t) limit;
}

int32_t yg_get_limit(int32_t resource, void *soft_and_hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) < 0) return -errno;
    ((int64_t *) soft_and_hard)[0] = yg_from_limit(limit.rlim_cur);
    ((int64_t *) soft_and_hard)[1] = yg_from_limit(limit.rlim_max);
    return 0;
}

int32_t yg_set_limit(int32_t resource, int64_t soft, int64_t hard) {
    struct rlimit limit = {yg_to_limit(soft), yg_to_limit(hard)};
    return yg_result(setrlimit(resource, &limit));
}

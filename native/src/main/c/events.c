#include "events.h"
#include "shim.h"

#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Bits of org.yagura.os.Ready. */
#define YG_READABLE 1
#define YG_WRITABLE 2
#define YG_HANGUP 4
#define YG_ERROR 8
/* Pairs that NativePoller has room for. */
#define YG_EVENTS_MAX 64

int32_t yg_epoll_open(void) {
    return yg_above_standard(epoll_create1(EPOLL_CLOEXEC));
}

int32_t yg_epoll_control(int32_t epoll_fd, int32_t operation, int32_t fd, int32_t token, int32_t interest) {
    static const int operations[] = {EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL};
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = (interest & YG_READABLE ? EPOLLIN : 0) | (interest & YG_WRITABLE ? EPOLLOUT : 0);
    event.data.u64 = (uint32_t) token;
    return yg_result(epoll_ctl(epoll_fd, operations[operation], fd, &event));
}

/* Rounded up, so that a wait never ends before its time; very long ones end early and are waited again. */
static int yg_milliseconds(int64_t ns) {
    if (ns == INT64_MAX) return -1;
    if (ns <= 0) return 0;
    int64_t ms = ns / 1000000 + (ns % 1000000 != 0);
    return ms > INT_MAX ? INT_MAX : (int) ms;
}

int32_t yg_epoll_await(int32_t epoll_fd, void *found, int32_t max, int64_t timeout_ns) {
    struct epoll_event events[YG_EVENTS_MAX];
    int count = epoll_wait(epoll_fd, events, max < YG_EVENTS_MAX ? max : YG_EVENTS_MAX, yg_milliseconds(timeout_ns));
    /* A stop and continue ends the wait: the caller looks at the clock and waits again. */
    if (count < 0) return errno == EINTR ? 0 : -errno;
    int32_t *pairs = found;
    for (int i = 0; i < count; i++) {
        uint32_t bits = events[i].events;
        pairs[2 * i] = (int32_t) events[i].data.u64;
        pairs[2 * i + 1] = (bits & EPOLLIN ? YG_READABLE : 0) | (bits & EPOLLOUT ? YG_WRITABLE : 0)
            | (bits & EPOLLHUP ? YG_HANGUP : 0) | (bits & EPOLLERR ? YG_ERROR : 0);
    }
    return count;
}

uint64_t yg_mask_at_start;
uint64_t yg_ignored_at_start;
int yg_child_signal_changed;
/* Of which signals yg_ignored_at_start says something. */
static uint64_t yg_ignored_known;

uint64_t yg_mask_swap(uint64_t mask) {
    uint64_t before = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &before, sizeof mask);
    return before;
}

/* Asks the system of those that are not known. A start needs few; a disposition is changed only of what was asked of before. */
static void yg_know_ignored(uint64_t set) {
    for (int number = 1; number <= 64; number++) {
        uint64_t bit = yg_signal_bit(number);
        struct sigaction action;
        if (!(set & bit & ~yg_ignored_known)) continue;
        yg_ignored_known |= bit;
        if (sigaction(number, 0, &action) == 0 && action.sa_handler == SIG_IGN) yg_ignored_at_start |= bit;
    }
}

int64_t yg_signals_ignored_at_start(void) {
    yg_know_ignored(~UINT64_C(0));
    return (int64_t) yg_ignored_at_start;
}

int64_t yg_signals_blocked_at_start(void) {
    return (int64_t) yg_mask_at_start;
}

/* SIGCHLD that was ignored has its default disposition by now: exec does not change that. */
void yg_signals_started_with(int64_t blocked, int64_t ignored) {
    yg_mask_at_start = (uint64_t) blocked;
    yg_ignored_at_start = (uint64_t) ignored;
    yg_ignored_known = ~UINT64_C(0);
    yg_child_signal_changed = ((uint64_t) ignored & yg_signal_bit(SIGCHLD)) != 0;
}

/* SIGPIPE stays blocked in this process, as in main. */
void yg_signals_make_default(int64_t set) {
    yg_know_ignored((uint64_t) set);
    for (int number = 1; number <= 64; number++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = SIG_DFL;
        if ((uint64_t) set & yg_signal_bit(number)) sigaction(number, &action, 0);
    }
    yg_ignored_at_start &= ~(uint64_t) set;
    yg_mask_at_start &= ~(uint64_t) set;
}

int32_t yg_signals_open(int64_t set) {
    yg_know_ignored((uint64_t) set);
    uint64_t taken = (uint64_t) set & ~yg_ignored_at_start;
    uint64_t child_bit = yg_signal_bit(SIGCHLD);
    if ((uint64_t) set & child_bit) {
        taken |= child_bit;
        if (yg_ignored_at_start & child_bit) {
            struct sigaction action;
            memset(&action, 0, sizeof action);
            action.sa_handler = SIG_DFL;
            if (sigaction(SIGCHLD, &action, 0) < 0) return -errno;
            yg_child_signal_changed = 1;
        }
    }
    sigset_t wanted;
    sigemptyset(&wanted);
    uint64_t blocked = taken | yg_signal_bit(SIGPIPE);
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, &blocked, 0, sizeof blocked);
    for (int number = 1; number <= 64; number++) {
        if (taken & yg_signal_bit(number)) sigaddset(&wanted, number);
    }
    return yg_above_standard(signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
}

int32_t yg_signals_next(int32_t fd) {
    struct signalfd_siginfo info;
    ssize_t n;
    do {
        n = read(fd, &info, sizeof info);
    } while (n < 0 && errno == EINTR);
    if (n < 0) return -errno;
    return n == sizeof info ? (int32_t) info.ssi_signo : -EIO;
}

int32_t yg_watches_open(void) {
    return yg_above_standard(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
}

int32_t yg_watches_add(int32_t fd, void *name, int32_t length, int32_t events) {
    YG_NAME(path, name, length);
    return yg_result(inotify_add_watch(fd, path, (uint32_t) events));
}

int32_t yg_watches_remove(int32_t fd, int32_t watch) {
    return yg_result(inotify_rm_watch(fd, watch));
}

#include "spawn.h"
#include "descriptors.h"
#include "shim.h"
#include "telling.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* ---- argument vector and environment ---- */

static char **yg_pointers;
static char *yg_bytes;
static char *yg_bytes_end;
static int32_t yg_pointer_next;
static int32_t yg_arguments;
/* -1: our own environment. */
static int32_t yg_environment;
/* Enough for what supervise starts; more is mapped when it is needed first. */
static char *yg_small_block[64];
static void *yg_block = yg_small_block;
static size_t yg_block_size = sizeof yg_small_block;

int32_t yg_vectors_begin(int32_t arguments, int32_t environment, int64_t bytes) {
    size_t pointers = (size_t) arguments + 1 + (environment < 0 ? 0 : (size_t) environment + 1);
    size_t size = pointers * sizeof(char *) + (size_t) bytes;
    if (size > yg_block_size) {
        void *block = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED) return -errno;
        if (yg_block != yg_small_block) munmap(yg_block, yg_block_size);
        yg_block = block;
        yg_block_size = size;
    }
    yg_pointers = yg_block;
    yg_bytes = (char *) (yg_pointers + pointers);
    yg_bytes_end = yg_bytes + bytes;
    yg_pointer_next = 0;
    yg_arguments = arguments;
    yg_environment = environment;
    yg_pointers[arguments] = 0;
    yg_pointers[pointers - 1] = 0;
    return 0;
}

/* To be called exactly as often as there were arguments and then variables announced. */
void yg_vectors_add(void *string, int32_t length) {
    if (yg_pointer_next == yg_arguments) yg_pointer_next++;
    if (length >= yg_bytes_end - yg_bytes) abort();
    yg_pointers[yg_pointer_next++] = yg_bytes;
    memcpy(yg_bytes, string, length);
    yg_bytes[length] = 0;
    yg_bytes += length + 1;
}

static char **yg_environment_vector(void) {
    return yg_environment < 0 ? environ : yg_pointers + yg_arguments + 1;
}

/* ---- the child ---- */

/*
 * The child shares our memory until exec and runs on a stack of its own: what it stores here, we read. The sanitizers would leave
 * marks on that stack, which ends without a return.
 */
#if defined(__SANITIZE_ADDRESS__)
#define YG_CHILD __attribute__((no_sanitize_address, no_sanitize_undefined, noinline))
#define YG_CHILD_STACK 65536
#else
#define YG_CHILD
/* A dynamic C library looks functions up at their first call, and saves the widest registers of the processor meanwhile. */
#if defined(__GLIBC__)
#define YG_CHILD_STACK 65536
#else
#define YG_CHILD_STACK 8192
#endif
#endif

/* As in org.yagura.os.SpawnRequest. */
enum { YG_STEP_NONE, YG_STEP_DIRECTORY, YG_STEP_MOVE, YG_STEP_LIMIT, YG_STEP_RECORD, YG_STEP_EXEC };
#define YG_MOVES_MAX 20
#define YG_ANNOUNCEMENT_MAX 1024
#define YG_PID_DIGITS 10
/* As in org.yagura.core.adopt.ChildRecord. */
#define YG_RECORD_LENGTH 64
#define YG_RECORD_PID 24
#define YG_RECORD_PIDFD_INODE 32
#define YG_RECORD_START_TICKS 40
#define YG_RECORD_PID_NAMESPACE 48
#define YG_RECORD_CHECKSUM 56
/* Of the file system of process handles, since Linux 6.9. */
#define YG_PIDFS_MAGIC 0x50494446
#define YG_EXIT_TROUBLE 111
/* Since Linux 5.9. */
#define YG_CLOSE_RANGE 436
#define YG_CLOSE_RANGE_UNSHARE 2

static struct {
    int new_session;
    int directory_fd;
    int64_t open_files_soft;
    int record_fd;
    int has_record;
    unsigned char record[YG_RECORD_LENGTH];
    uint64_t default_signals;
    int announcement_length;
    int pid_variable, tells;
    /* Where not 0 the child shares our table of descriptors, of which those from this one on are all ours. */
    int first_own;
    int moves;
    int from[YG_MOVES_MAX];
    int to[YG_MOVES_MAX];
    const char *program;
    char **arguments;
    char **environment;
    int failed_step;
    int failed_errno;
} yg_request;
static char yg_announcement[YG_ANNOUNCEMENT_MAX];

void yg_spawn_prepare(int32_t new_session, int32_t directory_fd, int64_t open_files_soft, int32_t record_fd,
    int64_t default_signals) {
    yg_request.new_session = new_session;
    yg_request.directory_fd = directory_fd;
    yg_request.open_files_soft = open_files_soft;
    yg_request.record_fd = record_fd;
    yg_request.has_record = 0;
    yg_request.default_signals = (uint64_t) default_signals;
    yg_request.pid_variable = -1;
    yg_request.tells = 0;
    yg_request.moves = 0;
    yg_request.announcement_length = 0;
}

void yg_spawn_pid_variable(int32_t index) {
    yg_request.pid_variable = index;
}

void yg_spawn_tell(void *told, int32_t length) {
    yg_tell(told, length);
    yg_request.tells = 1;
}

void yg_spawn_move(int32_t from, int32_t to) {
    if (yg_request.moves == YG_MOVES_MAX) abort();
    yg_request.from[yg_request.moves] = from;
    yg_request.to[yg_request.moves] = to;
    yg_request.moves++;
}

void yg_spawn_record(void *record) {
    memcpy(yg_request.record, record, YG_RECORD_LENGTH);
    yg_request.has_record = 1;
}

void yg_spawn_announce(void *text, int32_t length) {
    if (length > YG_ANNOUNCEMENT_MAX) length = YG_ANNOUNCEMENT_MAX;
    memcpy(yg_announcement, text, length);
    yg_request.announcement_length = length;
}

/* Whether a move other than the one with a number ends on a descriptor. */
YG_CHILD static int yg_is_target(int fd, int except) {
    for (int i = 0; i < yg_request.moves; i++) {
        if (i != except && yg_request.to[i] == fd) return 1;
    }
    return 0;
}

/* As if all moves were made at once: what one of them would overwrite and another still needs goes to a number above all first. */
YG_CHILD static int yg_child_moves(void) {
    int above = 3;
    for (int i = 0; i < yg_request.moves; i++) {
        if (yg_request.to[i] >= above) above = yg_request.to[i] + 1;
    }
    for (int i = 0; i < yg_request.moves; i++) {
        if (!yg_is_target(yg_request.from[i], i)) continue;
        int saved = fcntl(yg_request.from[i], F_DUPFD_CLOEXEC, above);
        if (saved < 0) return -1;
        yg_request.from[i] = saved;
    }
    for (int i = 0; i < yg_request.moves; i++) {
        int done = yg_request.from[i] == yg_request.to[i] ? fcntl(yg_request.to[i], F_SETFD, 0)
                                                          : dup2(yg_request.from[i], yg_request.to[i]);
        if (done < 0) return -1;
    }
    return 0;
}

YG_CHILD static int yg_child_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -1;
    rlim_t soft = (rlim_t) yg_request.open_files_soft;
    limit.rlim_cur = yg_request.open_files_soft == INT64_MAX || soft > limit.rlim_max ? limit.rlim_max : soft;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

YG_CHILD static void yg_store_le(unsigned char *to, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) to[i] = (unsigned char) (value >> (8 * i));
}

/* The inode of a process handle, or 0 where the kernel has none that would tell processes apart. */
YG_CHILD static uint64_t yg_handle_inode(int pidfd) {
    struct statfs fs;
    struct stat st;
    if (fstatfs(pidfd, &fs) < 0 || fs.f_type != YG_PIDFS_MAGIC) return 0;
    return fstat(pidfd, &st) < 0 ? 0 : (uint64_t) st.st_ino;
}

/* Field 22 of /proc/self/stat; 0 where it cannot be read. The name in field 2 may hold blanks and brackets. */
YG_CHILD static uint64_t yg_start_ticks(void) {
    char text[512];
    int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    int length = (int) read(fd, text, sizeof text);
    close(fd);
    int at = length - 1;
    while (at >= 0 && text[at] != ')') at--;
    if (at < 0) return 0;
    int field = 2;
    uint64_t ticks = 0;
    for (; at < length && field < 22; at++) {
        if (text[at] == ' ') field++;
    }
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) ticks = ticks * 10 + (unsigned) (text[at] - '0');
    return ticks;
}

/*
 * One write at once, so that the record is there as a whole or not at all. A process without /proc and pidfs is recorded by its pid
 * alone: the service runs, and nobody will take another process for it.
 */
YG_CHILD static int yg_child_record(void) {
    unsigned char *record = yg_request.record;
    pid_t pid = getpid();
    uint64_t inode = 0;
    int pidfd = (int) syscall(SYS_pidfd_open, pid, 0);
    if (pidfd >= 0) {
        inode = yg_handle_inode(pidfd);
        close(pidfd);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) {
        return -1;
    }
    uint64_t ticks = 0;
    struct stat space;
    space.st_ino = 0;
    if (inode == 0) {
        ticks = yg_start_ticks();
        if (stat("/proc/self/ns/pid", &space) < 0) space.st_ino = 0;
    }
    yg_store_le(record + YG_RECORD_PID, (uint64_t) pid, 4);
    yg_store_le(record + YG_RECORD_PIDFD_INODE, inode, 8);
    yg_store_le(record + YG_RECORD_START_TICKS, ticks, 8);
    yg_store_le(record + YG_RECORD_PID_NAMESPACE, (uint64_t) space.st_ino, 8);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < YG_RECORD_CHECKSUM; i++) hash = (hash ^ record[i]) * UINT64_C(0x100000001b3);
    yg_store_le(record + YG_RECORD_CHECKSUM, hash, 8);
    ssize_t n = pwrite(yg_request.record_fd, record, YG_RECORD_LENGTH, 0);
    if (n >= 0 && n != YG_RECORD_LENGTH) errno = ENOSPC;
    return n == YG_RECORD_LENGTH ? 0 : -1;
}

/* A SIGPIPE of ours that is pending would kill the program that we become. */
YG_CHILD static void yg_forget_pipe_signal(void) {
    uint64_t set = yg_signal_bit(SIGPIPE);
    struct timespec now = {0, 0};
    if (yg_mask_at_start & set) return;
    while (syscall(SYS_rt_sigtimedwait, &set, 0, &now, sizeof set) > 0) continue;
}

/* Whether it could be written is nothing to fail for. */
YG_CHILD static void yg_child_announce(void) {
    char text[YG_ANNOUNCEMENT_MAX + 4 * YG_PID_DIGITS];
    char digits[YG_PID_DIGITS];
    int count = 0, length = 0;
    for (unsigned rest = (unsigned) getpid(); rest > 0; rest /= 10) digits[count++] = (char) ('0' + rest % 10);
    for (int i = 0; i < yg_request.announcement_length && length + count <= (int) sizeof text; i++) {
        if (yg_announcement[i]) {
            text[length++] = yg_announcement[i];
        } else {
            for (int j = count; j > 0; j--) text[length++] = digits[j - 1];
        }
    }
    if (write(2, text, length) < 0 && errno == EPIPE) yg_forget_pipe_signal();
}

YG_CHILD static void yg_disposition(int number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigaction(number, &action, 0);
}

/* A signal that came meanwhile is delivered when the mask is set: to the child as it will be, not as we are. */
YG_CHILD static void yg_child_signals(void) {
    uint64_t defaults = yg_request.default_signals;
    if (yg_child_signal_changed) yg_disposition(SIGCHLD, SIG_IGN);
    for (int number = 1; number <= 64; number++) {
        if (defaults & yg_signal_bit(number)) yg_disposition(number, SIG_DFL);
    }
    yg_mask_swap(yg_mask_at_start & ~defaults);
}

/* The strings of the environment are copies that nobody else reads. */
YG_CHILD static void yg_child_pid_variable(void) {
    char *to = yg_request.environment[yg_request.pid_variable];
    while (*to++ != '=') continue;
    char digits[12];
    int count = 0;
    for (unsigned pid = (unsigned) getpid(); pid > 0; pid /= 10) digits[count++] = (char) ('0' + pid % 10);
    while (count > 0) *to++ = digits[--count];
    *to = 0;
}

/*
 * What is not copied need not be closed. Where that cannot be done the child goes on with our table, in which it changes nothing, and
 * exec makes it one of its own.
 */
YG_CHILD static void yg_child_descriptors(void) {
    if (yg_request.first_own > 0) syscall(YG_CLOSE_RANGE, yg_request.first_own, ~0U, YG_CLOSE_RANGE_UNSHARE);
}

/* The record comes first of what can close descriptors: until then the child holds its parent's locks. */
YG_CHILD static int yg_child_steps(void) {
    if (yg_request.new_session) setsid();
    if (yg_request.directory_fd >= 0 && fchdir(yg_request.directory_fd) < 0) return YG_STEP_DIRECTORY;
    if (yg_request.record_fd >= 0 && yg_request.has_record && yg_child_record() < 0) return YG_STEP_RECORD;
    yg_child_descriptors();
    if (yg_child_moves() < 0) return YG_STEP_MOVE;
    if (yg_request.open_files_soft >= 0 && yg_child_limit() < 0) return YG_STEP_LIMIT;
    if (yg_request.pid_variable >= 0) yg_child_pid_variable();
    if (yg_request.announcement_length > 0) yg_child_announce();
    yg_child_signals();
    execve(yg_request.program, yg_request.arguments, yg_request.environment);
    return YG_STEP_EXEC;
}

YG_CHILD static int yg_child(void *nothing) {
    (void) nothing;
    int step = yg_child_steps();
    yg_request.failed_errno = errno;
    yg_request.failed_step = step;
    _exit(YG_EXIT_TROUBLE);
}

/* ---- a parent of many descriptors ---- */

/* So many are worth a look at which of them a child is to have. */
#define YG_MANY_DESCRIPTORS 64

/*
 * A svscan holds three descriptors for each service. To copy them all for each child, which closes them when it becomes supervise, would
 * take longer for each service the more there are. Ours are close-on-exec, so that strays are all there before we have many. A child that
 * holds locks until it is recorded, or moves descriptors, has a table of its own from the start.
 */
static int yg_first_own(void) {
    static int first = -1;
    if (yg_highest_descriptor < YG_MANY_DESCRIPTORS || yg_request.record_fd >= 0 || yg_request.moves > 0) return 0;
    if (first < 0) first = yg_find_first_own();
    return first;
}

/* clone rather than vfork: where a C library has no vfork of its own, that one is fork, and shares no memory. */
int32_t yg_spawn(void *program, int32_t length, void *failure) {
    YG_NAME(path, program, length);
    char stack[YG_CHILD_STACK] __attribute__((aligned(16)));
    yg_request.program = path;
    yg_request.arguments = yg_pointers;
    yg_request.environment = yg_request.tells && yg_environment < 0 ? yg_environment_telling() : yg_environment_vector();
    yg_request.failed_step = YG_STEP_NONE;
    yg_request.failed_errno = 0;
    yg_request.first_own = yg_first_own();
    int sharing = CLONE_VM | CLONE_VFORK | (yg_request.first_own > 0 ? CLONE_FILES : 0);
    uint64_t mask = yg_mask_swap(~UINT64_C(0));
    int pid = clone(yg_child, stack + sizeof stack, sharing | SIGCHLD, 0);
    int error = errno;
    yg_mask_swap(mask);
    yg_request.program = 0;
    if (pid < 0) return -error;
    ((int32_t *) failure)[0] = yg_request.failed_step;
    ((int32_t *) failure)[1] = yg_request.failed_errno;
    return pid;
}

/* The child can be ended by whatever ends a program that has not yet been told otherwise: it may wait long before its exec. */
int32_t yg_fork(void) {
    pid_t pid = fork();
    if (pid == 0) yg_mask_swap(yg_mask_at_start | yg_signal_bit(SIGPIPE));
    return yg_result(pid);
}

/* ---- becoming another program, ending ---- */

int32_t yg_exec(void *program, int32_t length) {
    YG_NAME(path, program, length);
    yg_forget_pipe_signal();
    if (yg_child_signal_changed) yg_disposition(SIGCHLD, SIG_IGN);
    uint64_t mask = yg_mask_swap(yg_mask_at_start);
    execve(path, yg_pointers, yg_environment_vector());
    int error = errno;
    yg_mask_swap(mask);
    if (yg_child_signal_changed) yg_disposition(SIGCHLD, SIG_DFL);
    return -error;
}

void yg_exit(int32_t code) {
    _exit(code);
}

/* ---- watching and signalling ---- */

int32_t yg_wait(int32_t pid, void *status) {
    int word = 0;
    pid_t reaped = waitpid(pid, &word, WNOHANG);
    if (reaped < 0) return -errno;
    *(int32_t *) status = word;
    return reaped;
}

int32_t yg_peek(void *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0) return -errno;
    if (info.si_pid == 0) return 0;
    int code = info.si_status;
    *(int32_t *) status = info.si_code == CLD_EXITED ? (code & 0xff) << 8
        : info.si_code == CLD_DUMPED                 ? code | 0x80
                                                     : code;
    return info.si_pid;
}

int32_t yg_kill(int32_t pid, int32_t signal) {
    return yg_result(kill(pid, signal));
}

int32_t yg_pidfd_open(int32_t pid) {
    return yg_above_standard((int32_t) syscall(SYS_pidfd_open, pid, 0));
}

int32_t yg_pidfd_signal(int32_t pidfd, int32_t signal) {
    return yg_result(syscall(SYS_pidfd_send_signal, pidfd, signal, 0, 0));
}

int64_t yg_pidfd_inode(int32_t pidfd) {
    return (int64_t) yg_handle_inode(pidfd);
}

/* The first version of struct pidfd_info, since Linux 6.13; the exit since 6.15. Newer kernels take it by its size. */
struct yg_pidfd_info {
    uint64_t mask;
    uint64_t cgroup;
    uint32_t ids[11];
    int32_t exit_code;
};
#define YG_PIDFD_GET_INFO _IOWR(0xff, 11, struct yg_pidfd_info)
#define YG_PIDFD_INFO_EXIT 8

/* 1: the status is stored. 0: not reaped yet. An older kernel knows nothing of the call, or gives no exit. */
int32_t yg_pidfd_exit(int32_t pidfd, void *status) {
    struct yg_pidfd_info info;
    memset(&info, 0, sizeof info);
    info.mask = YG_PIDFD_INFO_EXIT;
    if (ioctl(pidfd, YG_PIDFD_GET_INFO, &info) < 0) return -errno;
    if (!(info.mask & YG_PIDFD_INFO_EXIT)) return 0;
    *(int32_t *) status = info.exit_code;
    return 1;
}

int32_t yg_pidfd_fetch(int32_t pidfd, int32_t fd) {
    return yg_above_standard((int32_t) syscall(SYS_pidfd_getfd, pidfd, fd, 0));
}

int32_t yg_pid(void) {
    return getpid();
}

int32_t yg_parent_pid(void) {
    return getppid();
}

int32_t yg_subreaper(void) {
    return yg_result(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
}

int32_t yg_new_session(void) {
    return yg_result(setsid());
}

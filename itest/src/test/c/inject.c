/*
 * Runs a program and lets one of its system calls fail, or ends it before one.
 *
 *   inject record FILE PROG [ARG]...                     notes each call in FILE: PROCESS NAME ORDINAL
 *   inject ERRNO  FILE PROCESS NAME ORDINAL PROG [ARG]... that call is not made and gives ERRNO (a number)
 *   inject kill   FILE PROCESS NAME ORDINAL PROG [ARG]... its process gets SIGKILL instead of that call
 *   inject short  FILE PROCESS NAME ORDINAL PROG [ARG]... a read or write of half of what was asked for
 *
 * Process 0 is PROG, from its exec on; 1 and up are those that it makes, in the order of their birth, up to their exec. A call is
 * known by its name and by how often its process has made one of that name. FILE then says "hit" where the call took place.
 *
 * PROG keeps this process's pid; the tracer is a grandchild that nobody of the program's family has to reap.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES_MAX 512
#define CALLS_MAX 512

#define CALL(name) {SYS_##name, #name}
static const struct {
    long number;
    const char *name;
} calls[] = {
#ifdef __x86_64__
    CALL(open), CALL(stat), CALL(lstat), CALL(poll), CALL(access), CALL(pipe), CALL(dup2), CALL(fork), CALL(vfork), CALL(rename),
    CALL(mkdir), CALL(rmdir), CALL(link), CALL(unlink), CALL(symlink), CALL(readlink), CALL(chmod), CALL(getpgrp), CALL(mknod),
    CALL(epoll_create), CALL(epoll_wait), CALL(inotify_init), CALL(signalfd), CALL(arch_prctl), CALL(getdents), CALL(eventfd),
#endif
    CALL(read), CALL(write), CALL(close), CALL(fstat), CALL(lseek), CALL(mmap), CALL(mprotect), CALL(munmap), CALL(brk),
    CALL(rt_sigaction), CALL(rt_sigprocmask), CALL(ioctl), CALL(pread64), CALL(pwrite64), CALL(readv), CALL(writev),
    CALL(sched_yield), CALL(mremap), CALL(msync), CALL(madvise), CALL(dup), CALL(nanosleep), CALL(getpid), CALL(sendfile), CALL(socket),
    CALL(connect), CALL(accept), CALL(sendto), CALL(recvfrom), CALL(sendmsg), CALL(recvmsg), CALL(shutdown), CALL(bind),
    CALL(listen), CALL(getsockname), CALL(getpeername), CALL(socketpair), CALL(setsockopt), CALL(getsockopt), CALL(clone),
    CALL(execve), CALL(exit), CALL(wait4), CALL(kill), CALL(fcntl), CALL(flock), CALL(fsync), CALL(fdatasync), CALL(truncate),
    CALL(ftruncate), CALL(getcwd), CALL(chdir), CALL(fchdir), CALL(fchmod), CALL(fchown), CALL(umask), CALL(gettimeofday),
    CALL(getrlimit), CALL(sysinfo), CALL(getuid), CALL(getgid), CALL(setuid), CALL(setgid), CALL(geteuid), CALL(getegid),
    CALL(setpgid), CALL(getppid), CALL(setsid), CALL(setgroups), CALL(getgroups), CALL(statfs), CALL(fstatfs), CALL(prctl),
    CALL(setrlimit), CALL(gettid), CALL(tkill), CALL(getdents64), CALL(set_tid_address), CALL(clock_gettime), CALL(exit_group),
    CALL(epoll_ctl), CALL(waitid), CALL(inotify_add_watch), CALL(inotify_rm_watch), CALL(openat), CALL(mkdirat), CALL(mknodat),
    CALL(fchownat), CALL(unlinkat), CALL(renameat), CALL(linkat), CALL(symlinkat), CALL(readlinkat), CALL(fchmodat), CALL(faccessat),
    CALL(ppoll), CALL(utimensat), CALL(epoll_pwait), CALL(fallocate), CALL(accept4), CALL(signalfd4), CALL(eventfd2),
    CALL(epoll_create1), CALL(dup3), CALL(pipe2), CALL(inotify_init1), CALL(prlimit64), CALL(renameat2), CALL(getrandom),
    CALL(memfd_create), CALL(pidfd_send_signal), CALL(pidfd_open), CALL(newfstatat), CALL(statx), CALL(tee), CALL(splice),
    CALL(rt_sigpending), CALL(rt_sigtimedwait), CALL(timerfd_create), CALL(timerfd_settime), CALL(kcmp), CALL(pselect6),
    CALL(rt_sigreturn), CALL(sync_file_range), CALL(clock_nanosleep), CALL(rt_tgsigqueueinfo), CALL(tgkill), CALL(futex),
    CALL(sched_getaffinity), CALL(uname), CALL(mincore), CALL(getpgid), CALL(getsid), CALL(getpriority), CALL(getresuid),
    CALL(set_robust_list), CALL(rseq), CALL(times), CALL(getrusage), CALL(fadvise64), CALL(name_to_handle_at), CALL(syncfs),
    CALL(sync), CALL(setitimer), CALL(clone3), CALL(close_range), CALL(faccessat2), CALL(execveat), CALL(copy_file_range),
};

static struct process {
    pid_t pid;
    int number;
    int started;
    int change;
    int seen[CALLS_MAX];
} processes[PROCESSES_MAX];
static int process_count;

enum { NONE, FAIL, SHORT };

static int mode_record, mode_kill, mode_short;
static int wanted_errno, wanted_process, wanted_ordinal;
static const char *wanted_name;
static int out;

static void die(const char *what) {
    dprintf(2, "inject: fatal: unable to %s: %s\n", what, strerror(errno));
    _exit(111);
}

static const char *name_of(long number, int *index) {
    for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (calls[i].number == number) {
            *index = (int) i;
            return calls[i].name;
        }
    }
    *index = CALLS_MAX - 1;
    return "unknown";
}

static struct process *process_of(pid_t pid) {
    for (int i = 0; i < process_count; i++) {
        if (processes[i].pid == pid) return &processes[i];
    }
    if (process_count == PROCESSES_MAX) {
        errno = ENOMEM;
        die("note a process");
    }
    struct process *process = &processes[process_count];
    process->pid = pid;
    process->number = process_count;
    /* all but the first are born in the middle of the program */
    process->started = process_count > 0;
    process_count++;
    return process;
}

static void change_call(pid_t pid, int skip, int64_t result, int64_t length) {
#ifdef __x86_64__
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, pid, 0, &registers) < 0) return;
    if (skip) registers.orig_rax = -1;
    if (result != 1) registers.rax = (unsigned long long) result;
    if (length >= 0) registers.rdx = (unsigned long long) length;
    ptrace(PTRACE_SETREGS, pid, 0, &registers);
#else
    (void) pid, (void) skip, (void) result, (void) length;
    errno = ENOSYS;
    die("change calls on this machine");
#endif
}

static void on_call(struct process *process) {
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, process->pid, sizeof info, &info) <= 0 || !process->started) return;
    if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
        if (process->change == FAIL) change_call(process->pid, 0, -wanted_errno, -1);
        process->change = NONE;
        return;
    }
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return;
    int index;
    const char *name = name_of((long) info.entry.nr, &index);
    int ordinal = ++process->seen[index];
    if (mode_record) {
        dprintf(out, "%d %s %d\n", process->number, name, ordinal);
        return;
    }
    if (process->number != wanted_process || ordinal != wanted_ordinal || strcmp(name, wanted_name)) return;
    /* to forget a descriptor never fails; which one is forgotten may differ from one run to the next */
    if (info.entry.nr == SYS_epoll_ctl && info.entry.args[1] == EPOLL_CTL_DEL && !mode_kill) return;
    dprintf(out, "hit %d\n", process->pid);
    if (mode_kill) {
        change_call(process->pid, 1, 1, -1);
        kill(process->pid, SIGKILL);
    } else if (mode_short) {
        if (info.entry.args[2] > 1) change_call(process->pid, 0, 1, (int64_t) (info.entry.args[2] / 2));
    } else {
        process->change = FAIL;
        /* a close that fails has closed all the same */
        if (info.entry.nr != SYS_close) change_call(process->pid, 1, 1, -1);
    }
}

/* How the process goes on after a stop. */
static void on_stop(struct process *process, int status) {
    int signal = WSTOPSIG(status);
    int event = status >> 16;
    if (signal == (SIGTRAP | 0x80)) {
        on_call(process);
        signal = 0;
    } else if (event == PTRACE_EVENT_STOP) {
        if (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU) {
            ptrace(PTRACE_LISTEN, process->pid, 0, 0);
            return;
        }
        signal = 0;
    } else if (event == PTRACE_EVENT_EXEC) {
        if (process->started) {
            ptrace(PTRACE_DETACH, process->pid, 0, 0);
            return;
        }
        process->started = 1;
        signal = 0;
    } else if (event) {
        unsigned long child;
        if (ptrace(PTRACE_GETEVENTMSG, process->pid, 0, &child) == 0) process_of((pid_t) child);
        signal = 0;
    }
    ptrace(PTRACE_SYSCALL, process->pid, 0, (long) signal);
}

static void trace(pid_t program, int ready) {
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
    process_of(program);
    if (ptrace(PTRACE_SEIZE, program, 0, options) < 0) die("trace the program");
    if (ptrace(PTRACE_INTERRUPT, program, 0, 0) < 0) die("interrupt the program");
    if (write(ready, "", 1) != 1) die("tell the program");
    close(ready);
    for (int fd = 0; fd < 3; fd++) close(fd);
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, __WALL);
        if (pid < 0 && errno == EINTR) continue;
        if (pid < 0) _exit(0);
        if (WIFSTOPPED(status)) on_stop(process_of(pid), status);
    }
}

int main(int argc, char **argv) {
    (void) argc;
    char **next = argv + 1;
    const char *mode = *next++;
    mode_record = !strcmp(mode, "record");
    mode_kill = !strcmp(mode, "kill");
    mode_short = !strcmp(mode, "short");
    wanted_errno = atoi(mode);
    /* far from the descriptors that the program's own get */
    int file = open(*next++, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0) die("open the report");
    out = fcntl(file, F_DUPFD_CLOEXEC, 200);
    close(file);
    if (!mode_record) {
        wanted_process = atoi(*next++);
        wanted_name = *next++;
        wanted_ordinal = atoi(*next++);
    }
    pid_t program = getpid();
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) < 0) die("make a pipe");
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
    pid_t between = fork();
    if (between < 0) die("fork");
    if (between == 0) {
        if (fork() == 0) {
            close(ready[0]);
            trace(program, ready[1]);
        }
        _exit(0);
    }
    waitpid(between, 0, 0);
    close(ready[1]);
    char byte;
    if (read(ready[0], &byte, 1) != 1) _exit(111);
    close(ready[0]);
    execvp(*next, next);
    die("run the program");
}

/*
 * nest [-o | -m DIR] PROG ARG...: runs PROG and keeps track of all that comes of it, so that a benchmark leaves nothing behind. Whatever loses
 * its parent below us becomes our child. At the end all our descendants are killed, children first found, until there are none.
 *
 * Without -o a line "PID NS" is printed on descriptor 1: PROG's pid and when it was started, on the monotonic clock. PROG gets /dev/null as descriptor 0 and our descriptor 2 as 1 and 2,
 * and a session of its own. The end is that of our input: the benchmark is done, or dead.
 *
 * With -o the end is that of PROG, whose exit code is ours. INT, TERM and HUP are passed on to it as TERM, once.
 *
 * With -m the programs in DIR are seen in /usr/bin too, by PROG and all that comes of it: some look for their own there only. Needs root.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int kill_children(void)
{
    char path[64];
    int pid;
    int killed = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "r");
    if (!children) {
        return -1;
    }
    while (fscanf(children, "%d", &pid) == 1) {
        kill(pid, SIGKILL);
        killed++;
    }
    fclose(children);
    return killed;
}

static void kill_all(void)
{
    int killed = kill_children();
    while (killed >= 0) {
        /* As many as were killed, before those that came to us meanwhile are looked for: with thousands it is quadratic otherwise. */
        for (int i = 0; i == 0 || i < killed; i++) {
            if (waitpid(-1, NULL, 0) < 0) {
                return;
            }
        }
        killed = kill_children();
    }
}

static void start(char **argv)
{
    int null = open("/dev/null", O_RDWR);
    setsid();
    if (null < 0 || dup2(null, 0) < 0 || dup2(2, 1) < 0) {
        _exit(111);
    }
    if (null > 2) {
        close(null);
    }
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(111);
}

/* The signals are blocked and waited for: nothing of what we do can be broken off by one. */
static int once(char **argv)
{
    sigset_t set, before;
    int status = 111 << 8;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, &before);
    pid_t prog = fork();
    if (prog == 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        execvp(argv[0], argv);
        perror(argv[0]);
        _exit(111);
    }
    int told = 0;
    int running = prog > 0;
    while (running) {
        int signal = sigwaitinfo(&set, NULL);
        if (signal > 0 && signal != SIGCHLD && !told) {
            told = 1;
            kill(prog, SIGTERM);
        }
        pid_t pid;
        int ended;
        while ((pid = waitpid(-1, &ended, WNOHANG)) > 0) {
            if (pid == prog) {
                running = 0;
                status = ended;
            }
        }
    }
    kill_all();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 111;
}

static int show(const char *dir)
{
    char options[1000];
    snprintf(options, sizeof options, "lowerdir=%s:/usr/bin", dir);
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("overlay", "/usr/bin", "overlay", MS_RDONLY, options) == 0;
}

int main(int argc, char **argv)
{
    char byte;
    struct timespec begin;
    if (argc > 3 && !strcmp(argv[1], "-m")) {
        if (!show(argv[2])) {
            perror("nest: overlay");
            return 111;
        }
        argv += 2;
        argc -= 2;
    }
    if (argc < 2) {
        fprintf(stderr, "usage: nest [-o | -m dir] prog arg...\n");
        return 100;
    }
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) {
        perror("nest: subreaper");
        return 111;
    }
    if (argc > 2 && !strcmp(argv[1], "-o")) {
        return once(argv + 2);
    }
    signal(SIGPIPE, SIG_IGN);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t pid = fork();
    if (pid < 0) {
        perror("nest: fork");
        return 111;
    }
    if (pid == 0) {
        start(argv + 1);
    }
    printf("%d %lld\n", (int)pid, begin.tv_sec * 1000000000LL + begin.tv_nsec);
    fflush(stdout);
    for (;;) {
        struct pollfd input = {.fd = 0, .events = POLLIN};
        int ready = poll(&input, 1, 200);
        while (waitpid(-1, NULL, WNOHANG) > 0) {
        }
        if (ready > 0 && read(0, &byte, 1) <= 0) {
            break;
        }
    }
    kill_all();
    return 0;
}

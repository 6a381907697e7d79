/*
 * nest PROG ARG...: runs PROG and keeps track of all that comes of it, so that a benchmark leaves nothing behind.
 *
 * Prints PROG's pid and a newline on descriptor 1. PROG gets /dev/null as descriptor 0 and our descriptor 2 as 1 and 2, and a
 * session of its own. Whatever loses its parent below us becomes our child. At the end of our input (the benchmark is done, or
 * dead) all our descendants are killed, children first found, until there are none.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
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

int main(int argc, char **argv)
{
    char byte;
    if (argc < 2) {
        fprintf(stderr, "usage: nest prog arg...\n");
        return 100;
    }
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) {
        perror("nest: subreaper");
        return 111;
    }
    signal(SIGPIPE, SIG_IGN);
    pid_t pid = fork();
    if (pid < 0) {
        perror("nest: fork");
        return 111;
    }
    if (pid == 0) {
        start(argv + 1);
    }
    printf("%d\n", (int)pid);
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
    while (kill_children() >= 0 && waitpid(-1, NULL, 0) > 0) {
    }
    return 0;
}

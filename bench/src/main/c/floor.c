/*
 * floor [-k|-r|-R] DIR: the least that any supervisor must do. Starts run and log/run of each directory in DIR, joined by a pipe, and
 * waits. It restarts nothing, obeys nothing and locks nothing.
 *
 * With -k there is a process for each directory, as others have a supervise, which starts the two and waits for them. With -r that one
 * starts run again when it has ended, without a log, and does nothing else; with -R it says in DIR/NAME/status, a file that is
 * written beside it and renamed, that it has ended and that it runs again, as daemontools does.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* When run was started again, for mark; empty where nobody asks. */
static char exec_at[40];

static int start(const char *dir, int from, int to)
{
    char *argv[] = {"./run", NULL};
    pid_t pid = vfork();
    if (pid == 0) {
        if (chdir(dir) < 0 || (from >= 0 && dup2(from, to) < 0)) {
            _exit(111);
        }
        if (exec_at[0]) {
            struct timespec now;
            clock_gettime(CLOCK_MONOTONIC, &now);
            snprintf(exec_at, sizeof exec_at, "MARK_EXEC=%lld", (long long)now.tv_sec * 1000000000LL + now.tv_nsec);
        }
        execv("./run", argv);
        _exit(111);
    }
    return pid > 0 ? pid : 0;
}

static int start_both(const char *name)
{
    char log[300];
    int ends[2] = {-1, -1};
    snprintf(log, sizeof log, "%s/log", name);
    int logged = access(log, F_OK) == 0;
    if (logged && (pipe2(ends, O_CLOEXEC) < 0 || !start(log, ends[0], 0))) {
        return 0;
    }
    if (!start(name, ends[1], 1)) {
        return 0;
    }
    if (logged) {
        close(ends[0]);
        close(ends[1]);
    }
    return 1;
}

static void tell(const char *name, int pid)
{
    char status[18] = {0}, to[300], new[310];
    snprintf(to, sizeof to, "%s/status", name);
    snprintf(new, sizeof new, "%s.new", to);
    memcpy(status + 12, &pid, sizeof pid);
    int fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || write(fd, status, sizeof status) != sizeof status || close(fd) < 0 || rename(new, to) < 0) {
        _exit(111);
    }
}

static int keep_up(const char *name, int telling)
{
    int pid = 0;
    while ((pid = start(name, -1, -1)) > 0) {
        if (telling) {
            tell(name, pid);
        }
        if (wait(NULL) < 0) {
            return 111;
        }
        if (telling) {
            tell(name, 0);
        }
        if (!exec_at[0]) {
            strcpy(exec_at, "MARK_EXEC=0");
            putenv(exec_at);
        }
    }
    return 111;
}

static int keep(const char *self, const char *how, char *name)
{
    int again = how[1] != 'k';
    char *argv[] = {"floor", again ? (char *)how : "-s", name, again ? "again" : NULL, NULL};
    pid_t pid = vfork();
    if (pid == 0) {
        execv(self, argv);
        _exit(111);
    }
    return pid > 0;
}

int main(int argc, char **argv)
{
    struct dirent *entry;
    DIR *dir;
    int keepers = argc == 3 && strchr("krR", argv[1][1]);
    if (argc == 4) {
        return keep_up(argv[2], argv[1][1] == 'R');
    }
    if (argc == 3 && !keepers) {
        if (!start_both(argv[2])) {
            return 111;
        }
    } else {
        if (argc != 2 + keepers || chdir(argv[1 + keepers]) < 0 || !(dir = opendir("."))) {
            return 111;
        }
        while ((entry = readdir(dir))) {
            if (entry->d_name[0] != '.' && !(keepers ? keep(argv[0], argv[1], entry->d_name) : start_both(entry->d_name))) {
                return 111;
            }
        }
        closedir(dir);
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}

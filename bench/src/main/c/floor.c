/*
 * floor DIR: the least that any supervisor must do. Starts run and log/run of each directory in DIR, joined by a pipe, and
 * waits. It restarts nothing, obeys nothing and locks nothing.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int start(const char *dir, int from, int to)
{
    char *argv[] = {"./run", NULL};
    pid_t pid = vfork();
    if (pid == 0) {
        if (chdir(dir) < 0 || (from >= 0 && dup2(from, to) < 0)) {
            _exit(111);
        }
        execv("./run", argv);
        _exit(111);
    }
    return pid > 0;
}

int main(int argc, char **argv)
{
    struct dirent *entry;
    DIR *dir;
    if (argc != 2 || chdir(argv[1]) < 0 || !(dir = opendir("."))) {
        return 111;
    }
    while ((entry = readdir(dir))) {
        char log[300];
        int ends[2] = {-1, -1};
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(log, sizeof log, "%s/log", entry->d_name);
        int logged = access(log, F_OK) == 0;
        if (logged && (pipe2(ends, O_CLOEXEC) < 0 || !start(log, ends[0], 0))) {
            return 111;
        }
        if (!start(entry->d_name, ends[1], 1)) {
            return 111;
        }
        if (logged) {
            close(ends[0]);
            close(ends[1]);
        }
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}

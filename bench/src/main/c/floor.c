/*
 * floor [-k] DIR: the least that any supervisor must do. Starts run and log/run of each directory in DIR, joined by a pipe, and
 * waits. It restarts nothing, obeys nothing and locks nothing.
 *
 * With -k there is a process for each directory, as others have a supervise, which starts the two and waits for them.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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

static int keep(const char *self, char *name)
{
    char *argv[] = {"floor", "-s", name, NULL};
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
    int keepers = argc == 3 && !strcmp(argv[1], "-k");
    if (argc == 3 && !strcmp(argv[1], "-s")) {
        if (!start_both(argv[2])) {
            return 111;
        }
    } else {
        if (argc != 2 + keepers || chdir(argv[1 + keepers]) < 0 || !(dir = opendir("."))) {
            return 111;
        }
        while ((entry = readdir(dir))) {
            if (entry->d_name[0] != '.' && !(keepers ? keep(argv[0], entry->d_name) : start_both(entry->d_name))) {
                return 111;
            }
        }
        closedir(dir);
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}

/*
 * A parent of orphans that reaps none of them, as some first processes of containers do for a long time.
 *
 *   lazy PROG [ARG]...   starts it, and takes what it leaves behind
 */
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 2 || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) return 100;
    pid_t child = fork();
    if (child < 0) return 111;
    if (child == 0) {
        execv(argv[1], argv + 1);
        return 111;
    }
    for (;;) pause();
}

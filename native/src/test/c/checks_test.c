/* What becomes of a process that looks at nothing, and of one that is told by somebody to end so. */
#include "checks.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef YG_LOOK
static void look(void *at) {
    YG_LOOK(at);
}

static void wound(void *unused) {
    (void) unused;
    kill(getpid(), SIGSEGV);
    for (;;) pause();
}

/* How a child ended that did something, and what it said. */
static int ended(void (*does)(void *), void *with, char *said, size_t size) {
    int ends[2];
    assert(pipe(ends) == 0);
    pid_t child = fork();
    assert(child >= 0);
    if (child == 0) {
        dup2(ends[1], 2);
        yg_checks_begin();
        does(with);
        _exit(0);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], said, size - 1);
    said[length > 0 ? length : 0] = 0;
    close(ends[0]);
    int status;
    assert(waitpid(child, &status, 0) == child);
    return status;
}

int main(void) {
    static const char message[] = "yagura: fatal: internal error: java.lang.NullPointerException\n";
    char said[200];
    char something = 0;

    int status = ended(look, &something, said, sizeof said);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 0 && !*said);

    status = ended(look, 0, said, sizeof said);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 111 && !strcmp(said, message));
    status = ended(look, (void *) 4000, said, sizeof said);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 111 && !strcmp(said, message));

    /* Anything else is as deadly as before, without a word. */
    status = ended(look, (void *) 0x123456000, said, sizeof said);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV && !*said);
#ifdef __x86_64__
    /* No address at all: the processor does not say which. (arm64 leaves out of account what the highest byte is, and sees nothing there.) */
    status = ended(look, (void *) 0x8000000000000000, said, sizeof said);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV && !*said);
#endif
    status = ended(wound, 0, said, sizeof said);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV && !*said);

    /* Who ignores it goes on ignoring it, and so does what it starts. */
    signal(SIGSEGV, SIG_IGN);
    yg_checks_begin();
    struct sigaction action;
    assert(sigaction(SIGSEGV, 0, &action) == 0 && action.sa_handler == SIG_IGN);
    return 0;
}
#else
int main(void) {
    return 0;
}
#endif

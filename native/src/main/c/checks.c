#include "checks.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* As far from 0 as nothing may be mapped; no object that is not an array is nearly as large, and of an array the length is read first. */
#define YG_NOTHING_BELOW 65536

/* By now the disposition is the default again. */
static void yg_fault(int number, siginfo_t *info, void *context) {
    static const char message[] = "yagura: fatal: internal error: java.lang.NullPointerException\n";
    (void) context;
    if (info->si_code <= 0) {
        /* Sent by somebody. */
        kill(getpid(), number);
    } else if ((info->si_code == SEGV_MAPERR || info->si_code == SEGV_ACCERR) && (uintptr_t) info->si_addr < YG_NOTHING_BELOW) {
        ssize_t written = write(2, message, sizeof message - 1);
        (void) written;
        _exit(111);
    }
    /* Anything else happens again on return, and is deadly then. */
}

void yg_checks_begin(void) {
#ifdef YG_LOOK
    struct sigaction action;
    struct sigaction before;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = yg_fault;
    action.sa_flags = SA_SIGINFO | SA_RESETHAND;
    sigaction(SIGSEGV, &action, &before);
    /* Who ignored it wants it ignored in what we start. It cannot be ignored where it is deadly. */
    if (before.sa_handler == SIG_IGN) sigaction(SIGSEGV, &before, 0);
#endif
}

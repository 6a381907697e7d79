#include "terminal.h"
#include "shim.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int32_t yg_terminal_size(int32_t fd, void *columns_and_rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return -errno;
    int32_t *to = columns_and_rows;
    to[0] = size.ws_col;
    to[1] = size.ws_row;
    return 0;
}

static struct termios yg_terminal_before;
static int yg_terminal_kept;

int32_t yg_terminal_take_keys(int32_t fd) {
    if (tcgetattr(fd, &yg_terminal_before) < 0) return -errno;
    yg_terminal_kept = 1;
    struct termios keys = yg_terminal_before;
    keys.c_lflag &= ~(tcflag_t) (ICANON | ECHO);
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    return yg_result(tcsetattr(fd, TCSANOW, &keys));
}

int32_t yg_terminal_restore(int32_t fd) {
    return yg_terminal_kept ? yg_result(tcsetattr(fd, TCSANOW, &yg_terminal_before)) : 0;
}

/* Who gives a terminal away that is not its own gets TTOU, which would stop it. */
static int32_t yg_terminal_give(int fd, pid_t group) {
    sigset_t block, before;
    sigemptyset(&block);
    sigaddset(&block, SIGTTOU);
    sigprocmask(SIG_BLOCK, &block, &before);
    int32_t result = yg_result(tcsetpgrp(fd, group));
    sigprocmask(SIG_SETMASK, &before, 0);
    return result;
}

int32_t yg_terminal_lead_group(int32_t fd) {
    pid_t before = getpgrp();
    if (setpgid(0, 0) < 0) return -errno;
    return tcgetpgrp(fd) == before ? yg_terminal_give(fd, getpgrp()) : 0;
}

int32_t yg_terminal_take_back(int32_t fd, int32_t group) {
    return tcgetpgrp(fd) == group ? yg_terminal_give(fd, getpgrp()) : 0;
}

#include "terminal.h"
#include "shim.h"

#include <sys/ioctl.h>
#include <termios.h>

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

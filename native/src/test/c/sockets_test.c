/* Addresses cross the border unharmed, in each family; connections carry bytes; failures are told. */
#include "descriptors.h"
#include "shim.h"
#include "sockets.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INET = 4, INET6 = 6, LOCAL = 1, LENGTH = 116 };

static int failures;

#define EXPECT(condition)                                                   \
    do {                                                                    \
        if (!(condition)) {                                                 \
            failures++;                                                     \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                   \
    } while (0)

static int port_of(const unsigned char *address) {
    return address[2] << 8 | address[3];
}

static void await(int fd, short events) {
    struct pollfd wait = {fd, events, 0};
    EXPECT(poll(&wait, 1, 5000) == 1);
}

/* Listens at an address, connects to it and carries one word; gives what accept and getsockname say. */
static void carries_a_word(unsigned char *address, unsigned char *remote, unsigned char *local) {
    int listener = yg_socket(address[0], 0);
    EXPECT(listener > 2);
    EXPECT(address[0] == LOCAL || yg_socket_set(listener, 0, 1) == 0);
    EXPECT(yg_socket_bind(listener, address) == 0);
    EXPECT(yg_socket_listen(listener, 5) == 0);
    EXPECT(yg_socket_name(listener, 0, local) == 0);
    EXPECT(yg_socket_accept(listener, remote) == -EAGAIN);
    int client = yg_socket(address[0], 0);
    int begun = yg_socket_connect(client, local);
    EXPECT(begun == 0 || begun == -EINPROGRESS);
    await(client, POLLOUT);
    EXPECT(yg_socket_error(client) == 0);
    await(listener, POLLIN);
    int taken = yg_socket_accept(listener, remote);
    EXPECT(taken > 2);
    EXPECT(write(client, "word", 4) == 4);
    EXPECT(yg_socket_shutdown(client) == 0);
    char word[8];
    /* The accepted socket blocks, as programs expect it. */
    EXPECT(yg_read(taken, word, sizeof word) == 4 && !memcmp(word, "word", 4));
    EXPECT(yg_read(taken, word, sizeof word) == 0);
    close(taken), close(client), close(listener);
}

static void carries_a_word_over_ipv4(void) {
    unsigned char address[LENGTH] = {INET, 0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 1}, remote[LENGTH], local[LENGTH];
    carries_a_word(address, remote, local);
    EXPECT(remote[0] == INET && !memcmp(remote + 8, "\x7f\0\0\1", 4) && port_of(remote) > 0);
    EXPECT(local[0] == INET && port_of(local) > 0 && port_of(local) != port_of(remote));
}

static void carries_a_word_over_ipv6(void) {
    unsigned char address[LENGTH] = {INET6}, remote[LENGTH], local[LENGTH];
    address[8 + 15] = 1;
    int probe = yg_socket(INET6, 0);
    int possible = probe >= 0 && yg_socket_bind(probe, address) == 0;
    close(probe);
    if (!possible) return;
    carries_a_word(address, remote, local);
    EXPECT(remote[0] == INET6 && remote[8 + 15] == 1 && remote[8] == 0);
}

static void carries_a_word_over_a_socket_in_the_file_system(void) {
    char directory[] = "/tmp/sockets_test.XXXXXX";
    if (!mkdtemp(directory)) abort();
    unsigned char address[LENGTH] = {LOCAL}, remote[LENGTH], local[LENGTH];
    address[1] = (unsigned char) snprintf((char *) address + 8, 108, "%s/socket", directory);
    carries_a_word(address, remote, local);
    EXPECT(remote[0] == LOCAL && remote[1] == 0);
    EXPECT(!memcmp(local, address, LENGTH));
    unlink((char *) address + 8);
    rmdir(directory);
}

static void failures_are_told(void) {
    unsigned char address[LENGTH] = {INET, 0, 0, 1, 0, 0, 0, 0, 127, 0, 0, 1}, none[LENGTH] = {0};
    int fd = yg_socket(INET, 0);
    int begun = yg_socket_connect(fd, address);
    if (begun == -EINPROGRESS) {
        await(fd, POLLOUT);
        begun = yg_socket_error(fd);
    }
    EXPECT(begun == -ECONNREFUSED);
    EXPECT(yg_socket_bind(fd, none) == -EAFNOSUPPORT);
    EXPECT(yg_socket_name(fd, 1, none) == -ENOTCONN);
    EXPECT(yg_socket_set(fd, 99, 1) == -EINVAL);
    close(fd);
    EXPECT(yg_socket_listen(fd, 1) == -EBADF);
}

static void duplicates_are_inherited(void) {
    int ends[2];
    EXPECT(yg_pipe(ends) == 0);
    int copy = yg_duplicate(ends[1]);
    EXPECT(copy >= 0 && copy != ends[1]);
    EXPECT(yg_duplicate_to(ends[1], copy) == copy);
    EXPECT(yg_duplicate_to(ends[1], ends[1]) == ends[1]);
    EXPECT(yg_duplicate_to(-1, copy) == -EBADF);
    close(copy), close(ends[0]), close(ends[1]);
}

int main(void) {
    carries_a_word_over_ipv4();
    carries_a_word_over_ipv6();
    carries_a_word_over_a_socket_in_the_file_system();
    failures_are_told();
    duplicates_are_inherited();
    return failures != 0;
}

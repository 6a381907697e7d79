/*
 * connect: both ends of what the benchmarks do with connections on 127.0.0.1.
 *
 *   connect PORT CLIENTS TOTAL  makes TOTAL connections, CLIENTS at a time, and reads each to its end; prints how long that took,
 *                               the slowest connection (both in ns), how many brought nothing, and the sum of what they brought
 *   connect                     what runs for a connection: tells in decimal how much processor time, in ns, its process has taken
 *                               so far, the exec included
 *   connect serve               the floor: accept, vfork, exec of itself, nothing else; prints its port first
 *   connect ident               the same, but a forked child asks the client's port 113 before, which nobody answers
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long long clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (long long)now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void check(int result)
{
    if (result < 0) {
        perror("connect");
        exit(111);
    }
}

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return address;
}

struct client {
    int fd;
    long long begun_ns;
    int length;
    char text[32];
};

static void begin(struct client *client, int number, int epoll, int port)
{
    struct sockaddr_in address = loopback(port);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)number};
    client->length = 0;
    client->begun_ns = clock_ns(CLOCK_MONOTONIC);
    check(client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (connect(client->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) {
        check(-1);
    }
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, client->fd, &event));
}

static int ask(int port, int clients, int total)
{
    struct client *all = calloc((size_t)clients, sizeof *all);
    struct epoll_event events[64];
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int begun = 0, ended = 0, empty = 0;
    long long slowest_ns = 0, sum = 0, start_ns = clock_ns(CLOCK_MONOTONIC);
    check(epoll);
    while (begun < clients && begun < total) {
        begin(&all[begun], begun, epoll, port);
        begun++;
    }
    while (ended < total) {
        int count = epoll_wait(epoll, events, 64, 30000);
        if (count <= 0) {
            fprintf(stderr, "connect: nothing comes\n");
            return 111;
        }
        for (int i = 0; i < count; i++) {
            struct client *client = &all[events[i].data.u32];
            ssize_t n = read(client->fd, client->text + client->length, sizeof client->text - 1 - (size_t)client->length);
            if (n > 0 || (n < 0 && errno == EAGAIN)) {
                client->length += n > 0 ? (int)n : 0;
                continue;
            }
            long long took_ns = clock_ns(CLOCK_MONOTONIC) - client->begun_ns;
            slowest_ns = took_ns > slowest_ns ? took_ns : slowest_ns;
            client->text[client->length] = 0;
            empty += client->length == 0;
            sum += atoll(client->text);
            close(client->fd);
            ended++;
            if (begun < total) {
                begun++;
                begin(client, (int)events[i].data.u32, epoll, port);
            }
        }
    }
    printf("%lld %lld %d %lld\n", clock_ns(CLOCK_MONOTONIC) - start_ns, slowest_ns, empty, sum);
    return 0;
}

static int tell(void)
{
    char text[32];
    int length = snprintf(text, sizeof text, "%lld\n", clock_ns(CLOCK_PROCESS_CPUTIME_ID));
    return write(1, text, (size_t)length) == length ? 0 : 111;
}

static void ask_ident(int client)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && getpeername(client, (struct sockaddr *)&address, &length) == 0) {
        address.sin_port = htons(113);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) {
            _exit(111);
        }
    }
    close(fd);
}

static void become(const char *self, int fd)
{
    dup2(fd, 0);
    dup2(fd, 1);
    execl(self, self, (char *)NULL);
    _exit(111);
}

static void serve(const char *self, int ident)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(listener);
    check(bind(listener, (struct sockaddr *)&address, sizeof address));
    check(listen(listener, 1024));
    check(getsockname(listener, (struct sockaddr *)&address, &length));
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) {
            continue;
        }
        if (ident) {
            if (fork() == 0) {
                ask_ident(fd);
                become(self, fd);
            }
        } else if (vfork() == 0) {
            become(self, fd);
        }
        close(fd);
    }
}

int main(int argc, char **argv)
{
    if (argc == 1) {
        return tell();
    }
    if (argc == 2) {
        serve(argv[0], !strcmp(argv[1], "ident"));
    }
    return argc == 4 ? ask(atoi(argv[1]), atoi(argv[2]), atoi(argv[3])) : 100;
}

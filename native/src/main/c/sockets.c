#include "sockets.h"
#include "shim.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* The layout of org.yagura.os.SocketAddress. */
#define YG_ADDRESS_INET 4
#define YG_ADDRESS_INET6 6
#define YG_ADDRESS_UNIX 1
#define YG_ADDRESS_PATH_LENGTH 1
#define YG_ADDRESS_PORT 2
#define YG_ADDRESS_SCOPE 4
#define YG_ADDRESS_HOST 8
#define YG_ADDRESS_PATH_MAX 108
#define YG_ADDRESS_LENGTH (YG_ADDRESS_HOST + YG_ADDRESS_PATH_MAX)

union yg_sockaddr {
    struct sockaddr any;
    struct sockaddr_in inet;
    struct sockaddr_in6 inet6;
    struct sockaddr_un local;
    struct sockaddr_storage room;
};

/* The length of the system's form, or a negated errno. */
static int32_t yg_to_system(const unsigned char *from, union yg_sockaddr *to) {
    memset(to, 0, sizeof *to);
    switch (from[0]) {
    case YG_ADDRESS_INET:
        to->inet.sin_family = AF_INET;
        memcpy(&to->inet.sin_port, from + YG_ADDRESS_PORT, 2);
        memcpy(&to->inet.sin_addr, from + YG_ADDRESS_HOST, 4);
        return sizeof to->inet;
    case YG_ADDRESS_INET6:
        to->inet6.sin6_family = AF_INET6;
        memcpy(&to->inet6.sin6_port, from + YG_ADDRESS_PORT, 2);
        memcpy(&to->inet6.sin6_addr, from + YG_ADDRESS_HOST, 16);
        to->inet6.sin6_scope_id = (uint32_t) from[YG_ADDRESS_SCOPE] << 24 | (uint32_t) from[YG_ADDRESS_SCOPE + 1] << 16
            | (uint32_t) from[YG_ADDRESS_SCOPE + 2] << 8 | from[YG_ADDRESS_SCOPE + 3];
        return sizeof to->inet6;
    case YG_ADDRESS_UNIX: {
        int length = from[YG_ADDRESS_PATH_LENGTH];
        if (length == 0 || length > YG_ADDRESS_PATH_MAX) return -EINVAL;
        to->local.sun_family = AF_UNIX;
        memcpy(to->local.sun_path, from + YG_ADDRESS_HOST, length);
        /* A name in a directory ends with a NUL, one in no directory at its length. */
        return (int32_t) offsetof(struct sockaddr_un, sun_path) + length + (from[YG_ADDRESS_HOST] != 0 && length < YG_ADDRESS_PATH_MAX);
    }
    default: return -EAFNOSUPPORT;
    }
}

static void yg_from_system(const union yg_sockaddr *from, socklen_t length, unsigned char *to) {
    memset(to, 0, YG_ADDRESS_LENGTH);
    if (length < sizeof from->any.sa_family) return;
    switch (from->any.sa_family) {
    case AF_INET:
        to[0] = YG_ADDRESS_INET;
        memcpy(to + YG_ADDRESS_PORT, &from->inet.sin_port, 2);
        memcpy(to + YG_ADDRESS_HOST, &from->inet.sin_addr, 4);
        return;
    case AF_INET6:
        to[0] = YG_ADDRESS_INET6;
        memcpy(to + YG_ADDRESS_PORT, &from->inet6.sin6_port, 2);
        memcpy(to + YG_ADDRESS_HOST, &from->inet6.sin6_addr, 16);
        for (int i = 0; i < 4; i++) to[YG_ADDRESS_SCOPE + i] = (unsigned char) (from->inet6.sin6_scope_id >> (24 - 8 * i));
        return;
    case AF_UNIX: {
        size_t head = offsetof(struct sockaddr_un, sun_path);
        size_t path = length > head ? length - head : 0;
        if (path > YG_ADDRESS_PATH_MAX) path = YG_ADDRESS_PATH_MAX;
        if (path > 0 && from->local.sun_path[0]) path = strnlen(from->local.sun_path, path);
        to[0] = YG_ADDRESS_UNIX;
        to[YG_ADDRESS_PATH_LENGTH] = (unsigned char) path;
        memcpy(to + YG_ADDRESS_HOST, from->local.sun_path, path);
        return;
    }
    default: return;
    }
}

int32_t yg_socket(int32_t family, int32_t datagram) {
    int domain = family == YG_ADDRESS_INET ? AF_INET : family == YG_ADDRESS_INET6 ? AF_INET6 : AF_UNIX;
    int type = (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    return yg_above_standard(socket(domain, type, 0));
}

int32_t yg_socket_bind(int32_t fd, void *address) {
    union yg_sockaddr system;
    int32_t length = yg_to_system(address, &system);
    return length < 0 ? length : yg_result(bind(fd, &system.any, (socklen_t) length));
}

int32_t yg_socket_listen(int32_t fd, int32_t backlog) {
    return yg_result(listen(fd, backlog));
}

int32_t yg_socket_accept(int32_t fd, void *remote) {
    union yg_sockaddr system;
    socklen_t length = sizeof system;
    int taken;
    do {
        length = sizeof system;
        taken = accept4(fd, &system.any, &length, SOCK_CLOEXEC);
    } while (taken < 0 && errno == EINTR);
    taken = yg_above_standard(taken);
    if (taken >= 0) yg_from_system(&system, length, remote);
    return taken;
}

int32_t yg_socket_connect(int32_t fd, void *address) {
    union yg_sockaddr system;
    int32_t length = yg_to_system(address, &system);
    return length < 0 ? length : yg_result(connect(fd, &system.any, (socklen_t) length));
}

int32_t yg_socket_error(int32_t fd) {
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return -errno;
    return -error;
}

int32_t yg_socket_name(int32_t fd, int32_t remote, void *address) {
    union yg_sockaddr system;
    socklen_t length = sizeof system;
    int result = remote ? getpeername(fd, &system.any, &length) : getsockname(fd, &system.any, &length);
    if (result < 0) return -errno;
    yg_from_system(&system, length, address);
    return 0;
}

int32_t yg_socket_set(int32_t fd, int32_t option, int32_t value) {
    static const struct {
        int level, name;
    } options[] = {{SOL_SOCKET, SO_REUSEADDR}, {IPPROTO_TCP, TCP_NODELAY}, {IPPROTO_IPV6, IPV6_V6ONLY}, {SOL_SOCKET, SO_KEEPALIVE}};
    int set = value;
    if (option < 0 || option >= (int32_t) (sizeof options / sizeof options[0])) return -EINVAL;
    return yg_result(setsockopt(fd, options[option].level, options[option].name, &set, sizeof set));
}

int32_t yg_socket_clear_options(int32_t fd) {
    return yg_result(setsockopt(fd, IPPROTO_IP, IP_OPTIONS, 0, 0));
}

int32_t yg_socket_shutdown(int32_t fd) {
    return yg_result(shutdown(fd, SHUT_WR));
}

/* Sockets: org.yagura.nativeos.NativeSockets. Addresses are in the layout of org.yagura.os.SocketAddress. Negated errno everywhere. */
#pragma once
#include <stdint.h>

int32_t yg_socket(int32_t family, int32_t datagram);
int32_t yg_socket_bind(int32_t fd, void *address);
int32_t yg_socket_listen(int32_t fd, int32_t backlog);
int32_t yg_socket_accept(int32_t fd, void *remote);
int32_t yg_socket_connect(int32_t fd, void *address);
int32_t yg_socket_error(int32_t fd);
int32_t yg_socket_name(int32_t fd, int32_t remote, void *address);
int32_t yg_socket_set(int32_t fd, int32_t option, int32_t value);
int32_t yg_socket_clear_options(int32_t fd);
int32_t yg_socket_shutdown(int32_t fd);

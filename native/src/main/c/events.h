/* Waiting: org.yagura.nativeos.NativePoller, NativeSignals, NativeWatches. Negated errno everywhere. */
#pragma once
#include <stdint.h>

int32_t yg_epoll_open(void);
int32_t yg_epoll_control(int32_t epoll_fd, int32_t operation, int32_t fd, int32_t token, int32_t interest);
int32_t yg_epoll_await(int32_t epoll_fd, void *found, int32_t max, int64_t timeout_ns);

void yg_signals_make_default(int64_t set);
int32_t yg_signals_open(int64_t set);
int32_t yg_signals_next(int32_t fd);
int64_t yg_signals_ignored_at_start(void);

int32_t yg_watches_open(void);
int32_t yg_watches_add(int32_t fd, void *name, int32_t length, int32_t events);
int32_t yg_watches_remove(int32_t fd, int32_t watch);
int32_t yg_read(int32_t fd, void *to, int32_t length);
int32_t yg_close(int32_t fd);

int64_t yg_signals_blocked_at_start(void);
void yg_signals_started_with(int64_t blocked, int64_t ignored);

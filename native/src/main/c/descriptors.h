/* Open descriptors: org.yagura.nativeos.NativeDescriptors. Every function gives 0 or more, or a negated errno. */
#pragma once
#include <stdint.h>

int32_t yg_read(int32_t fd, void *to, int32_t length);
int32_t yg_write(int32_t fd, void *from, int32_t length);
int32_t yg_read_at(int32_t fd, void *to, int32_t length, int64_t position);
int32_t yg_write_at(int32_t fd, void *from, int32_t length, int64_t position);
int32_t yg_close(int32_t fd);
int32_t yg_sync(int32_t fd);
int32_t yg_truncate(int32_t fd, int64_t length);
int32_t yg_allocate(int32_t fd, int64_t length);
int32_t yg_change_mode(int32_t fd, int32_t mode);
int32_t yg_change_owner(int32_t fd, int32_t uid, int32_t gid);
int32_t yg_info(int32_t fd, void *fields);
int32_t yg_seek(int32_t fd, int64_t position);
int32_t yg_lock(int32_t fd, int32_t wait);
int32_t yg_readable_bytes(int32_t fd);
int32_t yg_peek_pipe(int32_t fd, void *to, int32_t length);
int32_t yg_set_non_blocking(int32_t fd, int32_t on);
int32_t yg_set_close_on_exec(int32_t fd, int32_t on);
int32_t yg_duplicate(int32_t fd);
int32_t yg_duplicate_to(int32_t fd, int32_t target);
int32_t yg_pipe(void *ends);

/* The descriptors below it may be strays that we were given, and that children are given; 0 where that cannot be known. */
int yg_find_first_own(void);

/* Names in directories: org.yagura.nativeos.NativeFiles. Every function gives 0 or more, or a negated errno. */
#pragma once
#include <stdint.h>

int32_t yg_open(int32_t dir_fd, void *name, int32_t length, int32_t flags, int32_t mode);
int32_t yg_make_directory(int32_t dir_fd, void *name, int32_t length, int32_t mode);
int32_t yg_make_fifo(int32_t dir_fd, void *name, int32_t length, int32_t mode);
int32_t yg_rename(int32_t from_fd, void *from, int32_t from_length, int32_t to_fd, void *to, int32_t to_length);
int32_t yg_link(int32_t from_fd, void *from, int32_t from_length, int32_t to_fd, void *to, int32_t to_length);
int32_t yg_symlink(void *target, int32_t target_length, int32_t dir_fd, void *name, int32_t length);
int32_t yg_unlink(int32_t dir_fd, void *name, int32_t length);
int32_t yg_remove_directory(int32_t dir_fd, void *name, int32_t length);
int32_t yg_read_link(int32_t dir_fd, void *name, int32_t name_length, void *to, int32_t length);
int32_t yg_stat(int32_t dir_fd, void *name, int32_t length, void *fields);
int32_t yg_lstat(int32_t dir_fd, void *name, int32_t length, void *fields);
int32_t yg_list_directory(int32_t dir_fd, void *to, int32_t length);
int64_t yg_file_system_type(void *name, int32_t length);
int64_t yg_free_bytes(void *name, int32_t length);
int32_t yg_change_directory(int32_t dir_fd);
int32_t yg_umask(int32_t mask);

/* Other programs: org.yagura.nativeos.NativeProcesses, NativeExec, Vectors. Negated errno everywhere. */
#pragma once
#include <stdint.h>

int32_t yg_vectors_begin(int32_t arguments, int32_t environment, int64_t bytes);
void yg_vectors_add(void *string, int32_t length);

void yg_spawn_prepare(int32_t new_session, int32_t directory_fd, int64_t open_files_soft, int32_t record_fd,
    int64_t default_signals);
void yg_spawn_move(int32_t from, int32_t to);
void yg_spawn_record(void *record);
void yg_spawn_announce(void *text, int32_t length);
void yg_spawn_pid_variable(int32_t index);
void yg_spawn_tell(void *told, int32_t length);
int32_t yg_spawn(void *program, int32_t length, void *failure);

/* 0 in the child. */
int32_t yg_fork(void);
int32_t yg_exec(void *program, int32_t length);
void yg_exit(int32_t code);

int32_t yg_wait(int32_t pid, void *status);
int32_t yg_peek(void *status);
int32_t yg_kill(int32_t pid, int32_t signal);
int32_t yg_pidfd_open(int32_t pid);
int32_t yg_pidfd_signal(int32_t pidfd, int32_t signal);
int64_t yg_pidfd_inode(int32_t pidfd);
int32_t yg_pidfd_exit(int32_t pidfd, void *status);
int32_t yg_pidfd_fetch(int32_t pidfd, int32_t fd);
int32_t yg_pid(void);
int32_t yg_parent_pid(void);
int32_t yg_subreaper(void);
int32_t yg_new_session(void);

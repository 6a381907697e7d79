/* Time, identity, limits and how we were called: NativeClock, NativeCalendarTime, NativeIdentity, NativeLimits, Start. */
#pragma once
#include <stdint.h>

int64_t yg_monotonic_ns(void);
int64_t yg_wall_ns(void);
int64_t yg_boot_ns(void);
int32_t yg_local_time(int64_t epoch_seconds, void *fields);

int32_t yg_effective_uid(void);
int32_t yg_set_groups(int32_t gid);
int32_t yg_set_gid(int32_t gid);
int32_t yg_set_uid(int32_t uid);

int32_t yg_get_limit(int32_t resource, void *soft_and_hard);
int32_t yg_set_limit(int32_t resource, int64_t soft, int64_t hard);

/* Vector 0 is the arguments, 1 the environment. */
int32_t yg_start_count(int32_t vector);
char **yg_start_arguments(void);
int32_t yg_start_length(int32_t vector, int32_t index);
void yg_start_copy(int32_t vector, int32_t index, void *to);
/* The variable, first of the environment, by which a program says to the next one in the same process what it leaves; and what it was. */
#define YG_INHERITED "YAGURA_INHERITED="
int32_t yg_start_inherited(void);
/* The same for what the parent tells: telling.h. */
int32_t yg_start_told_length(void);
void yg_start_told(void *to);
/* Before the command for people. */
void yg_literals_begin(void);
/* The bytes of the last argument, which the system shows as long as we live. */
int32_t yg_title_room(void);
void yg_title_show(void *from, int32_t length);
/* Stores this program's absolute path where it fits; its length, or a negated errno. */
int32_t yg_start_executable(void *to, int32_t length);

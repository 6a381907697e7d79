/* Another program in this process, which goes on where we are: NativeSuccession. */
#pragma once
#include <stdint.h>

int32_t yg_memory_file(void);
int32_t yg_become(void *program, int32_t length, int32_t left_fd);

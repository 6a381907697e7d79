/* What svscan tells the supervises that it starts: a variable before all others of their environment, which process.c takes away. */
#pragma once
#include <stdint.h>

#define YG_TOLD "YAGURA_TOLD="

void yg_tell(void *told, int32_t length);
/* Our environment with it. */
char **yg_environment_telling(void);

/* The terminal: org.yagura.nativeos.NativeTerminal. Negated errno everywhere. */
#pragma once
#include <stdint.h>

int32_t yg_terminal_size(int32_t fd, void *columns_and_rows);
int32_t yg_terminal_take_keys(int32_t fd);
int32_t yg_terminal_restore(int32_t fd);
int32_t yg_terminal_lead_group(int32_t fd);
int32_t yg_terminal_take_back(int32_t fd, int32_t group);

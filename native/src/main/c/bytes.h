/* Loops over bytes: org.yagura.nativeos.NativeBytes. */
#pragma once
#include <stdint.h>

int32_t yg_line_ends(const void *in, int32_t from, int32_t to, int32_t *ends, int32_t ends_max);
int64_t yg_label_lines(const void *in, int32_t from, int32_t to, const void *label, int32_t label_length, void *out,
    int32_t at, int32_t limit);
int32_t yg_advance(const void *pattern, int32_t pattern_length, int32_t state, const void *in, int32_t from, int32_t to);

/* Regular expressions: org.yagura.nativeos.NativeExpressions. */
#pragma once
#include <stdint.h>

int32_t yg_expression_compile(const void *expression, int32_t length, int32_t ignore_case);
int32_t yg_expression_matches(const void *text, int32_t length);

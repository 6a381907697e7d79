#include "expressions.h"
#include "shim.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

static regex_t yg_expression;
static int yg_expression_is_there;
/* The C library wants a NUL behind a text, where a line has its newline and the next line. */
static char *yg_text;
static int32_t yg_text_size;

static int yg_text_of(const void *from, int32_t length) {
    if (length >= yg_text_size) {
        char *more = realloc(yg_text, (size_t) length + 256);
        if (more == NULL) return 0;
        yg_text = more;
        yg_text_size = length + 256;
    }
    memcpy(yg_text, from, (size_t) length);
    yg_text[length] = 0;
    return 1;
}

int32_t yg_expression_compile(const void *expression, int32_t length, int32_t ignore_case) {
    if (yg_expression_is_there) regfree(&yg_expression);
    yg_expression_is_there = 0;
    if (!yg_text_of(expression, length)) return -ENOMEM;
    if (strlen(yg_text) != (size_t) length) return -EINVAL;
    int error = regcomp(&yg_expression, yg_text, REG_EXTENDED | REG_NOSUB | (ignore_case ? REG_ICASE : 0));
    yg_expression_is_there = error == 0;
    return error == 0 ? 0 : error == REG_ESPACE ? -ENOMEM : -EINVAL;
}

int32_t yg_expression_matches(const void *text, int32_t length) {
    if (!yg_expression_is_there || !yg_text_of(text, length)) return 0;
    return regexec(&yg_expression, yg_text, 0, NULL, 0) == 0;
}

/* What the parts of the shim share. */
#pragma once
#include <errno.h>
#include <stdint.h>
#include <sys/types.h>

/* 0 or more of a call, or its errno, negated. */
static inline int32_t yg_result(int64_t result) {
    return result < 0 ? -errno : (int32_t) result;
}

/*
 * A name of so many bytes as a C string on the stack of the caller's block, in the variable `to`. Returns from the caller where it
 * holds a NUL (no file has such a name) or is too long.
 */
#define YG_NAME(to, from, length)                              \
    char to[(uint32_t) (length) < YG_NAME_MAX ? (length) + 1 : 1]; \
    do {                                                       \
        int32_t yg_error = yg_name(to, from, length);          \
        if (yg_error < 0) return yg_error;                     \
    } while (0)

/* A path with its NUL, as Linux takes it at most. */
#define YG_NAME_MAX 4096

int32_t yg_name(char *to, const void *from, int32_t length);

/* Moves a descriptor that took the number 0, 1 or 2, because that one was closed, out of the way of the standard streams. */
int32_t yg_above_standard(int32_t fd);
/* The highest number that one of ours has had so far. */
extern int32_t yg_highest_descriptor;

/* Signal sets as the kernel has them, 64 bits; the C library hides some of its own. */
uint64_t yg_mask_swap(uint64_t mask);
extern uint64_t yg_mask_at_start;
extern uint64_t yg_ignored_at_start;
/* Whether SIGCHLD was ignored and got its default disposition back. */
extern int yg_child_signal_changed;

static inline uint64_t yg_signal_bit(int signal) {
    return UINT64_C(1) << (signal - 1);
}

/* Whether this process was called as a tool, by its name or by `yagura TOOL`. */
int yg_called_as(const char *tool);

/* The main function that TeaVM makes. */
int teavm_main(int argc, char **argv);

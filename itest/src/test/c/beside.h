/* What the programs share that are tests' own. Include it first. */
#ifndef BESIDE_H
#define BESIDE_H
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static inline void die(const char *what) {
    dprintf(2, "%s: fatal: unable to %s: %s\n", program_invocation_short_name, what, strerror(errno));
    _exit(111);
}

static inline uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

#endif

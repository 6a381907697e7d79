/* A file as memory: org.yagura.nativeos.NativeMapping. */
#pragma once
#include <stdint.h>
#include <string.h>

int64_t yg_map(int32_t fd, int32_t length);
void yg_unmap(void *at, int32_t length);
void yg_release(void *at, int32_t length);

/* A kill leaves what was put so far, in the order of the puts: the compiler must not change it. */
#define YG_IN_ORDER __asm__ __volatile__("" ::: "memory")

static inline int64_t yg_number(void *at) {
    return *(volatile int64_t *) at;
}

static inline void yg_put_number(void *at, int64_t value) {
    YG_IN_ORDER;
    *(volatile int64_t *) at = value;
    YG_IN_ORDER;
}

static inline void yg_copy(void *to, void *from, int32_t length) {
    YG_IN_ORDER;
    memcpy(to, from, (size_t) length);
    YG_IN_ORDER;
}

/*
 * What musl's regular expressions and its rules of time zones use, in the size that they need here: a static program takes these instead
 * of the C library's, which know the letters of all scripts, allocate for many threads and sort millions.
 */
#include <features.h>

#if !defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) || defined(YG_LIBRARY_TESTED)
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <wctype.h>

/* ---- letters: no locale is ever set, so that what is no ASCII is a byte that is no letter ---- */

wint_t towlower(wint_t c) {
    return c - 'A' < 26u ? c + 32 : c;
}

wint_t towupper(wint_t c) {
    return c - 'a' < 26u ? c - 32 : c;
}

int iswalpha(wint_t c) {
    return (c | 32) - 'a' < 26u;
}

int iswpunct(wint_t c) {
    return c - 33 < 94u && !iswalpha(c) && c - '0' >= 10u;
}

/* ---- sorting: a handful of characters in brackets ---- */

void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    char *first = base;
    for (char *next = first + size; count > 1 && next < first + count * size; next += size) {
        for (char *at = next; at > first && compare(at - size, at) > 0; at -= size) {
            for (size_t i = 0; i < size; i++) {
                char byte = at[i];
                at[i] = at[i - size];
                at[i - size] = byte;
            }
        }
    }
}

/* ---- memory: one list of what is free, by address; what is not needed any more is not given back to the system ---- */

#define YG_UNIT 16
#define YG_UNITS_AT_ONCE 4096

typedef union yg_piece {
    struct {
        /* Of a free piece. */
        union yg_piece *next;
        /* In units, this one included. */
        size_t units;
    };
    char room[YG_UNIT];
} yg_piece;

static yg_piece *yg_free_pieces;

void free(void *memory) {
    if (!memory) return;
    yg_piece *piece = (yg_piece *) memory - 1;
    yg_piece **place = &yg_free_pieces;
    yg_piece *before = 0;
    while (*place && *place < piece) {
        before = *place;
        place = &before->next;
    }
    piece->next = *place;
    *place = piece;
    if (piece->next == piece + piece->units) {
        piece->units += piece->next->units;
        piece->next = piece->next->next;
    }
    if (before && before + before->units == piece) {
        before->units += piece->units;
        before->next = piece->next;
    }
}

/* By a name of ours: the compiler makes calloc of a malloc whose memory is set to 0. */
static void *yg_memory(size_t size) {
    if (size > PTRDIFF_MAX) return 0;
    size_t units = (size + YG_UNIT - 1) / YG_UNIT + 1;
    for (;;) {
        for (yg_piece **place = &yg_free_pieces; *place; place = &(*place)->next) {
            yg_piece *piece = *place;
            if (piece->units < units) continue;
            if (piece->units > units) {
                piece->units -= units;
                piece += piece->units;
                piece->units = units;
            } else {
                *place = piece->next;
            }
            return piece + 1;
        }
        size_t more = units > YG_UNITS_AT_ONCE ? units : YG_UNITS_AT_ONCE;
        yg_piece *piece = mmap(0, more * YG_UNIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED) return 0;
        piece->units = more;
        free(piece + 1);
    }
}

void *malloc(size_t size) {
    return yg_memory(size);
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) return 0;
    void *memory = yg_memory(bytes);
    return memory ? memset(memory, 0, bytes) : 0;
}

void *realloc(void *memory, size_t size) {
    void *moved = yg_memory(size);
    if (moved && memory) {
        size_t had = (((yg_piece *) memory - 1)->units - 1) * YG_UNIT;
        memcpy(moved, memory, had < size ? had : size);
        free(memory);
    }
    return moved;
}
#endif

/* What takes the place of the C library's own, beside the C library's own. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <wctype.h>

#define YG_LIBRARY_TESTED
#define malloc yg_malloc
#define calloc yg_calloc
#define realloc yg_realloc
#define free yg_free
#define qsort yg_qsort
#define towlower yg_towlower
#define towupper yg_towupper
#define iswalpha yg_iswalpha
#define iswpunct yg_iswpunct
#include "library.c"
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef qsort
#undef towlower
#undef towupper
#undef iswalpha
#undef iswpunct

static uint32_t seed = 1;

static uint32_t chance(uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

static void letters_are_those_of_the_c_library_without_a_locale(void) {
    for (wint_t c = 0; c < 128; c++) {
        assert(yg_iswalpha(c) == (iswalpha(c) != 0));
        assert(yg_iswpunct(c) == (iswpunct(c) != 0));
        assert(yg_towlower(c) == towlower(c));
        assert(yg_towupper(c) == towupper(c));
    }
    /* musl reads a byte beyond ASCII as one of these, which are no letters. */
    for (wint_t c = 0xdf80; c < 0xe000; c++) {
        assert(!yg_iswalpha(c) && !yg_iswpunct(c) && yg_towlower(c) == c && yg_towupper(c) == c);
    }
    assert(!yg_iswalpha(WEOF) && !yg_iswpunct(WEOF));
}

static int by_number(const void *one, const void *other) {
    return *(const int *) one - *(const int *) other;
}

static void what_is_sorted_is_in_the_same_order(void) {
    for (int round = 0; round < 500; round++) {
        int ours[40], theirs[40];
        size_t count = chance(41);
        for (size_t i = 0; i < count; i++) ours[i] = theirs[i] = (int) chance(30);
        yg_qsort(ours, count, sizeof *ours, by_number);
        qsort(theirs, count, sizeof *theirs, by_number);
        assert(memcmp(ours, theirs, count * sizeof *ours) == 0);
    }
}

#define PIECES 200

static void what_is_in_a_piece_stays_there_until_it_is_free(void) {
    static unsigned char *piece[PIECES];
    static size_t size[PIECES];
    for (int round = 0; round < 200000; round++) {
        uint32_t i = chance(PIECES);
        size_t kept = size[i];
        for (size_t k = 0; k < kept; k++) assert(piece[i][k] == (unsigned char) (i + k));
        switch (chance(4)) {
        case 0:
            yg_free(piece[i]);
            piece[i] = NULL;
            size[i] = 0;
            continue;
        case 1:
            size[i] = chance(chance(100) == 0 ? 200000 : 500);
            piece[i] = yg_realloc(piece[i], size[i]);
            assert(piece[i] != NULL);
            if (kept > size[i]) kept = size[i];
            for (size_t k = 0; k < kept; k++) assert(piece[i][k] == (unsigned char) (i + k));
            break;
        case 2:
            yg_free(piece[i]);
            size[i] = chance(300);
            piece[i] = yg_calloc(size[i], 1);
            for (size_t k = 0; k < size[i]; k++) assert(piece[i][k] == 0);
            break;
        default:
            yg_free(piece[i]);
            size[i] = chance(100);
            piece[i] = yg_malloc(size[i]);
        }
        assert(piece[i] != NULL && (uintptr_t) piece[i] % YG_UNIT == 0);
        for (size_t k = 0; k < size[i]; k++) piece[i][k] = (unsigned char) (i + k);
    }
    for (int i = 0; i < PIECES; i++) yg_free(piece[i]);
    /* What lay side by side is one piece again. */
    for (yg_piece *free_piece = yg_free_pieces; free_piece; free_piece = free_piece->next) {
        assert(free_piece->next == NULL || free_piece->next > free_piece + free_piece->units);
    }
}

static void what_can_not_be_had_is_refused(void) {
    assert(yg_malloc(SIZE_MAX) == NULL);
    assert(yg_malloc((size_t) PTRDIFF_MAX) == NULL);
    assert(yg_calloc(SIZE_MAX / 2, 4) == NULL);
    yg_free(NULL);
}

int main(void) {
    letters_are_those_of_the_c_library_without_a_locale();
    what_is_sorted_is_in_the_same_order();
    what_is_in_a_piece_stays_there_until_it_is_free();
    what_can_not_be_had_is_refused();
    return 0;
}

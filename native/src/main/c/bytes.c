#include "bytes.h"

#include <string.h>

/*
 * Sixteen bytes at a time: the bits of yg_equal tell where a byte is among them, the lowest the first. One byte has YG_BITS_PER_BYTE of
 * those bits.
 */
#define YG_BLOCK 16

#ifdef __SSE2__
#include <emmintrin.h>
#define YG_BITS_PER_BYTE 1
static inline uint64_t yg_equal(const uint8_t *at, uint8_t wanted) {
    __m128i block = _mm_loadu_si128((const __m128i *) at);
    return (uint64_t) _mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8((char) wanted)));
}
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#define YG_BITS_PER_BYTE 4
static inline uint64_t yg_equal(const uint8_t *at, uint8_t wanted) {
    uint8x16_t found = vceqq_u8(vld1q_u8(at), vdupq_n_u8(wanted));
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0);
}
#else
#define YG_BITS_PER_BYTE 1
static inline uint64_t yg_equal(const uint8_t *at, uint8_t wanted) {
    uint64_t found = 0;
    for (int i = 0; i < YG_BLOCK; i++) found |= (uint64_t) (at[i] == wanted) << i;
    return found;
}
#endif

static inline uint64_t yg_newlines(const uint8_t *at) {
    return yg_equal(at, '\n');
}

/* The number of the first byte that was found, of some that were. */
static inline int32_t yg_first(uint64_t found) {
    return __builtin_ctzll(found) / YG_BITS_PER_BYTE;
}

static inline int32_t yg_find(uint8_t wanted, const uint8_t *in, int32_t at, int32_t to) {
    for (; at <= to - YG_BLOCK; at += YG_BLOCK) {
        uint64_t found = yg_equal(in + at, wanted);
        if (found) return at + yg_first(found);
    }
    while (at < to && in[at] != wanted) at++;
    return at;
}

/* As org.yagura.core.log.LinePattern says. */
int32_t yg_advance(const void *pattern, int32_t pattern_length, int32_t state, const void *in, int32_t from, int32_t to) {
    const uint8_t *wanted = pattern;
    const uint8_t *bytes = in;
    int32_t at = from;
    while (at < to) {
        if (state == pattern_length) return -1;
        if (wanted[state] != '*') {
            if (bytes[at++] != wanted[state++]) return -1;
        } else if (state + 1 == pattern_length) {
            return state;
        } else {
            at = yg_find(wanted[state + 1], bytes, at, to);
            if (at < to) state++;
        }
    }
    return state;
}

int32_t yg_line_ends(const void *in, int32_t from, int32_t to, int32_t *ends, int32_t ends_max) {
    const uint8_t *bytes = in;
    int32_t count = 0;
    int32_t at = from;
    while (at <= to - YG_BLOCK && count <= ends_max - YG_BLOCK) {
        uint64_t newlines = yg_newlines(bytes + at);
        while (newlines) {
            int32_t first = yg_first(newlines);
            ends[count++] = at + first + 1;
            newlines &= ~(((UINT64_C(1) << YG_BITS_PER_BYTE) - 1) << first * YG_BITS_PER_BYTE);
        }
        at += YG_BLOCK;
    }
    while (count < ends_max && (at = yg_find('\n', bytes, at, to)) < to) ends[count++] = ++at;
    return count;
}

/* Copies a line. Gives its length, or 0 if it has no end before `in_end` or no room before `out_end`. */
static inline int32_t yg_copy_line(const uint8_t *in, const uint8_t *in_end, uint8_t *out, const uint8_t *out_end) {
    int64_t both = in_end - in < out_end - out ? in_end - in : out_end - out;
    int32_t at = 0;
    while (at <= both - YG_BLOCK) {
        uint64_t newlines = yg_newlines(in + at);
        memcpy(out + at, in + at, YG_BLOCK);
        if (newlines) return at + yg_first(newlines) + 1;
        at += YG_BLOCK;
    }
    while (at < both) {
        out[at] = in[at];
        if (in[at++] == '\n') return at;
    }
    return 0;
}

int64_t yg_label_lines(const void *in, int32_t from, int32_t to, const void *label, int32_t label_length, void *out,
    int32_t at, int32_t limit) {
    const uint8_t *next = (const uint8_t *) in + from;
    const uint8_t *in_end = (const uint8_t *) in + to;
    uint8_t *filled = (uint8_t *) out + at;
    const uint8_t *out_end = (const uint8_t *) out + limit;
    while (out_end - filled >= label_length) {
        int32_t length = yg_copy_line(next, in_end, filled + label_length, out_end);
        if (!length) break;
        /* A length that the compiler knows makes this a few moves. */
        if (label_length == 26) memcpy(filled, label, 26);
        else memcpy(filled, label, (size_t) label_length);
        filled += label_length + length;
        next += length;
    }
    return (int64_t) (next - (const uint8_t *) in) << 32 | (filled - (uint8_t *) out);
}

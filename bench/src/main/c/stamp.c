/*
 * stamp [-w] [-a]: the least that a logger must do with lines on descriptor 0: one read of up to 64 KiB, one reading of the clock, a
 * label before each line, one write to main/current, which becomes an old file at 16 MB. When nothing has come for half a second, it
 * gives its buffers back. It removes nothing, keeps no journal, and knows nothing of full disks.
 *
 * With -w only lines with the word warning in their second place are kept. With -a it asks before each read how much there is, and
 * reads no more: who is to know after a kill whether a read took place has to.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { READ = 65536, LABEL = 26, SHORTEST = 16, FILE_BYTES = 16777215 };

/* Of a line in progress at most as much as a read brings is kept. */
static char in[2 * READ + SHORTEST] __attribute__((aligned(4096)));
static char out[2 * READ * (LABEL + SHORTEST) / SHORTEST + SHORTEST] __attribute__((aligned(4096)));

/* The end of the line that begins there, or end if it has none. Sixteen bytes at a time: behind each buffer is room for them. */
static char *newline(char *from, char *end)
{
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi8('\n');
    for (; from < end; from += 16) {
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)from), wanted));
        if (found) {
            from += __builtin_ctz((unsigned)found);
            break;
        }
    }
    return from < end ? from : end;
#else
    char *found = memchr(from, '\n', (size_t)(end - from));
    return found ? found : end;
#endif
}

static void copy(char *to, const char *from, size_t length)
{
#ifdef __SSE2__
    for (size_t i = 0; i < length; i += 16) {
        _mm_storeu_si128((__m128i *)(to + i), _mm_loadu_si128((const __m128i *)(from + i)));
    }
#else
    memcpy(to, from, length);
#endif
}

static void label(char *to)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    snprintf(to, LABEL + 1, "@%016llx%08lx ", 4611686018427387914ULL + (unsigned long long)t.tv_sec, (unsigned long)t.tv_nsec);
}

static int write_all(int fd, const char *from, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, from, length);
        if (n <= 0) {
            return 0;
        }
        from += n;
        length -= (size_t)n;
    }
    return 1;
}

/* Costs a call only when the last read has emptied the pipe. */
static void wait_for_input(size_t held)
{
    struct pollfd input = {.fd = 0, .events = POLLIN};
    if (poll(&input, 1, 500) == 0) {
        madvise(out, sizeof out, MADV_DONTNEED);
        if (held == 0) {
            madvise(in, sizeof in, MADV_DONTNEED);
        }
    }
}

static int open_current(void)
{
    return open("main/current", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

/* The name is the label of the last lines. */
static int rotate(int fd, const char *stamp)
{
    char name[64];
    snprintf(name, sizeof name, "main/%.25s.s", stamp);
    return close(fd) == 0 && rename("main/current", name) == 0 ? open_current() : -1;
}

static size_t readable(int asks)
{
    int n = READ;
    return asks && ioctl(0, FIONREAD, &n) == 0 && n > 0 && n < READ ? (size_t)n : READ;
}

static int has_option(char **argv, const char *option)
{
    while (*++argv) {
        if (!strcmp(*argv, option)) {
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    int select = argc > 0 && has_option(argv, "-w"), asks = argc > 0 && has_option(argv, "-a");
    size_t filled = 0;
    size_t held = 0;
    ssize_t n = READ;
    char stamp[2 * SHORTEST];
    mkdir("main", 0755);
    int fd = open_current();
    if (fd < 0) {
        return 111;
    }
    for (;;) {
        if (n < READ) {
            wait_for_input(held);
        }
        n = read(0, in + held, readable(asks));
        if (n <= 0) {
            return n < 0 || held > READ ? 111 : 0;
        }
        label(stamp);
        char *from = in, *end = in + held + n, *to = out, *last;
        while ((last = newline(from, end)) < end) {
            size_t length = (size_t)(last + 1 - from);
            if (length < SHORTEST) {
                return 100;
            }
            if (!select || !memcmp(from + 8, " warning", 8)) {
                copy(to, stamp, LABEL);
                copy(to + LABEL, from, length);
                to += LABEL + length;
            }
            from = last + 1;
        }
        held = (size_t)(end - from);
        if (held > READ || !write_all(fd, out, (size_t)(to - out))) {
            return 111;
        }
        memmove(in, from, held);
        filled += (size_t)(to - out);
        if (filled > FILE_BYTES - sizeof out) {
            filled = 0;
            fd = rotate(fd, stamp);
        }
        if (fd < 0) {
            return 111;
        }
    }
}

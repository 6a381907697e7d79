/*
 * What the generated C needs of a runtime, in place of TeaVM's core.c, fiber.c, memory.c and their like: no locale, no timer, no
 * signal mask, no table of strings, and one mapping for the heap, right behind the program's data, where its page tables are there
 * already.
 */
#include "shim.h"

#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arrayclass.h"
#include "core.h"
#include "core_gen.h"
#include "memory.h"
#include "process.h"

/* For what core.h had inlined before teavm.h could say better. */
#undef teavm_beforeClasses
char *teavm_beforeClasses = yg_classes_start;

TeaVM_Class *teavm_firstClass;
TeaVM_Class *teavm_classClass;
TeaVM_Class *teavm_objectClass;
TeaVM_Class *teavm_stringClass;
TeaVM_Class *teavm_charArrayClass;

static void yg_die(const char *message, size_t length) {
    ssize_t written = write(2, message, length);
    (void) written;
    _exit(111);
}
#define YG_DIE(message) yg_die(message, sizeof(message) - 1)

void teavm_beforeInit(void) {}

void teavm_initClasses(void) {}

void teavm_initStringPool(void) {}

void teavm_outOfMemory(void) {
    YG_DIE("yagura: fatal: out of memory\n");
}

/* Of an exception that nobody caught, as far as it is ASCII. */
void teavm_printString(char16_t *text) {
    for (; *text; text++) {
        char c = *text < 128 ? (char) *text : '?';
        if (write(2, &c, 1) < 0) return;
    }
}

void teavm_printWString(wchar_t *text) {
    for (; *text; text++) {
        char c = *text < 128 ? (char) *text : '?';
        if (write(2, &c, 1) < 0) return;
    }
}

void teavm_printInt(int32_t number) {
    char digits[12];
    int at = sizeof digits;
    uint32_t rest = number < 0 ? -(uint32_t) number : (uint32_t) number;
    do {
        digits[--at] = (char) ('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0) digits[--at] = '-';
    ssize_t written = write(2, digits + at, sizeof digits - (size_t) at);
    (void) written;
}

TeaVM_Array *teavm_parseArguments(int argc, char **argv) {
    (void) argc;
    (void) argv;
    return teavm_allocateStringArray(0);
}

/* The collector finds class objects by the list of classes; it would free one of a class that is not there. */
static void yg_list(TeaVM_Class *class) {
    TeaVM_Class *listed = teavm_firstClass;
    while (listed && listed != class) listed = listed->next;
    if (listed) return;
    class->next = teavm_firstClass;
    teavm_firstClass = class;
}

TeaVM_Object *teavm_getClassObject(TeaVM_Class *class) {
    if (!class->classObject) {
        yg_list(class);
        class->classObject = TEAVM_CREATE_CLASS_OBJECT(class);
    }
    return class->classObject;
}

#define YG_FILL(name, type, passed)                                              \
    void *name(void *array, ...) {                                               \
        type *data = TEAVM_ARRAY_DATA(array, type);                              \
        va_list values;                                                          \
        va_start(values, array);                                                 \
        for (int32_t i = 0; i < TEAVM_ARRAY_LENGTH(array); i++) {                \
            data[i] = (type) va_arg(values, passed);                             \
        }                                                                        \
        va_end(values);                                                          \
        return array;                                                            \
    }

YG_FILL(teavm_fillArray, void *, void *)
YG_FILL(teavm_fillBooleanArray, int8_t, int)
YG_FILL(teavm_fillByteArray, int8_t, int)
YG_FILL(teavm_fillShortArray, int16_t, int)
YG_FILL(teavm_fillCharArray, char16_t, int)
YG_FILL(teavm_fillIntArray, int32_t, int)
YG_FILL(teavm_fillLongArray, int64_t, int64_t)
YG_FILL(teavm_fillFloatArray, float, double)
YG_FILL(teavm_fillDoubleArray, double, double)

/* ---- what no tool reaches, but what does reach it is only left out by an optimizing linker ---- */

int64_t teavm_currentTimeMillis(void) {
    return yg_wall_ns() / 1000000;
}

int64_t teavm_currentTimeNano(void) {
    return yg_wall_ns();
}

TeaVM_String *teavm_registerString(TeaVM_String *string) {
    YG_DIE("yagura: fatal: interned strings are not kept\n");
    return string;
}

void teavm_waitFor(int64_t timeout) {
    (void) timeout;
    YG_DIE("yagura: fatal: there are no threads to wait for\n");
}

void teavm_interrupt(void) {}

void teavm_gc_writeHeapDump(void) {}

/* ---- roots: where the static fields are that the collector starts from ---- */

#define YG_ROOTS_MAX 1024
/* The count, then the places. */
static void **yg_roots[YG_ROOTS_MAX + 1];
void ***teavm_gc_staticRoots = yg_roots;

void teavm_registerStaticGcRoots(void ***roots, int count) {
    intptr_t known = (intptr_t) yg_roots[0];
    if (known + count > YG_ROOTS_MAX) YG_DIE("yagura: fatal: more static fields than the runtime has room for\n");
    memcpy(yg_roots + 1 + known, roots, (size_t) count * sizeof *roots);
    yg_roots[0] = (void **) (known + count);
}

void teavm_afterInitClasses(void) {}

/* ---- the heap ----
 *
 *   card table | region table | the collector's notes | heap
 *
 * One reservation of addresses right behind the program's data, where its page tables are there already; of the notes and of the
 * heap the beginning may be used, and grows. Only that counts against a limit on memory other than that on addresses.
 */

/* svscan has a table that grows with its services; else the most is an argument list of the kernel's limit, all of short words. */
#define YG_HEAP_MAX (INT64_C(64) << 20)
#define YG_HEAP_MAX_SVSCAN (INT64_C(256) << 20)
#define YG_HEAP_MIN (INT64_C(256) << 10)
/*
 * Heap bytes per byte of the collector's notes. It queues four bytes for each object that it has found, and gives up where they do not
 * fit; no object is smaller than 16. Memory is used for them only when they are written.
 */
#define YG_HEAP_PER_NOTE 4
/* Bytes of its region table per region. */
#define YG_REGION_BYTES 2

void *teavm_gc_heapAddress;
void *teavm_gc_gcStorageAddress;
int32_t teavm_gc_gcStorageSize;
void *teavm_gc_regionsAddress;
void *teavm_gc_cardTable;
int32_t teavm_gc_regionMaxCount;
int64_t teavm_gc_availableBytes;
int64_t teavm_gc_minAvailableBytes;
int64_t teavm_gc_maxAvailableBytes;
static int64_t yg_page;

extern char _end[];

static int64_t yg_pages(int64_t bytes) {
    return (bytes + yg_page - 1) & -yg_page;
}

static int64_t yg_region_count(int64_t heap) {
    return heap / teavm_gc_regionSize + 1;
}

/* Bytes of the card table, one a region, such that what follows is aligned. */
static int64_t yg_cards(int64_t heap) {
    return (yg_region_count(heap) + 7) & -8;
}

static int64_t yg_tables(int64_t heap) {
    return yg_pages(yg_cards(heap) + yg_region_count(heap) * YG_REGION_BYTES);
}

/* Makes the beginning of a part usable, old_size bytes of which were. */
static void yg_resize(char *part, int64_t old_size, int64_t new_size) {
    int64_t old_pages = yg_pages(old_size);
    int64_t new_pages = yg_pages(new_size);
    if (new_pages > old_pages) {
        size_t more = (size_t) (new_pages - old_pages);
        if (mprotect(part + old_pages, more, PROT_READ | PROT_WRITE) < 0) teavm_outOfMemory();
        /* One small object must not cost a huge page. */
        madvise(part + old_pages, more, MADV_NOHUGEPAGE);
    } else if (new_pages < old_pages) {
        /* A new mapping gives the memory back. */
        mmap(part + new_pages, (size_t) (old_pages - new_pages), PROT_NONE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    }
}

void teavm_gc_resizeHeap(int64_t size) {
    if (size == teavm_gc_availableBytes) return;
    yg_resize(teavm_gc_heapAddress, teavm_gc_availableBytes, size);
    yg_resize(teavm_gc_gcStorageAddress, teavm_gc_gcStorageSize, size / YG_HEAP_PER_NOTE);
    teavm_gc_gcStorageSize = (int32_t) (size / YG_HEAP_PER_NOTE);
    teavm_gc_regionMaxCount = (int32_t) yg_region_count(size);
    teavm_gc_availableBytes = size;
}

/* Addresses right behind the program that the heap leaves to a mapping of a logger's. */
#define YG_MAPPING_ROOM (INT64_C(80) << 10)

void *yg_place_for_mapping(void) {
    return (void *) yg_pages((intptr_t) _end);
}

/* Where the heap may be so large; 0 where there are not so many addresses. */
static char *yg_reserve(int64_t heap_max) {
    int64_t all = yg_tables(heap_max) + yg_pages(heap_max / YG_HEAP_PER_NOTE) + yg_pages(heap_max);
    int64_t room = yg_called_as("multilog") ? YG_MAPPING_ROOM : 0;
    void *start = mmap((char *) yg_place_for_mapping() + room, (size_t) all, PROT_NONE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return start == MAP_FAILED ? 0 : start;
}

void teavm_initHeap(int64_t generated_min, int64_t generated_max) {
    (void) generated_min;
    (void) generated_max;
    yg_page = sysconf(_SC_PAGESIZE);
    int64_t heap_max = yg_called_as("svscan") ? YG_HEAP_MAX_SVSCAN : YG_HEAP_MAX;
    char *start = yg_reserve(heap_max);
    while (!start) {
        /* Under a limit on addresses (softlimit -m) the program does with less. */
        heap_max /= 2;
        if (heap_max < YG_HEAP_MIN) teavm_outOfMemory();
        start = yg_reserve(heap_max);
    }
    int64_t tables = yg_tables(heap_max);
    teavm_gc_cardTable = start;
    teavm_gc_regionsAddress = start + yg_cards(heap_max);
    teavm_gc_gcStorageAddress = start + tables;
    teavm_gc_heapAddress = start + tables + yg_pages(heap_max / YG_HEAP_PER_NOTE);
    teavm_gc_minAvailableBytes = YG_HEAP_MIN;
    teavm_gc_maxAvailableBytes = heap_max;
    /* The tables and the beginning of the notes lie side by side. */
    int64_t beginning = tables + yg_pages(YG_HEAP_MIN / YG_HEAP_PER_NOTE);
    if (mprotect(start, (size_t) beginning, PROT_READ | PROT_WRITE) < 0
        || mprotect(teavm_gc_heapAddress, (size_t) yg_pages(YG_HEAP_MIN), PROT_READ | PROT_WRITE) < 0) {
        teavm_outOfMemory();
    }
    teavm_gc_gcStorageSize = (int32_t) (YG_HEAP_MIN / YG_HEAP_PER_NOTE);
    teavm_gc_regionMaxCount = (int32_t) yg_region_count(YG_HEAP_MIN);
    teavm_gc_availableBytes = YG_HEAP_MIN;
}

/* ---- places that call ---- */

/* The table ends with an entry of a place that nobody calls from, and that has nothing around it. */
TeaVM_CallSite *yg_call_site(int32_t id) {
    int at = 0;
    while (yg_call_site_ids[at] >= 0 && yg_call_site_ids[at] != id) at++;
    return &yg_call_sites[at];
}

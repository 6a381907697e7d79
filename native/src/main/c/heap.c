/*
 * The collector's heap, and what is given back of it to the machine.
 *
 *   program's data | notes | room for a mapping | heap, of which the beginning may be used | cards, regions, notes of a large heap
 *
 * One reservation of addresses right behind the program's data, where its page tables are there already. While the heap is as small as
 * it is at the start, its tables lie in the program's data, and the notes begin on the last page of it: a process that needs little
 * touches no page for them alone. Only what may be used counts against a limit on memory other than that on addresses.
 */
#include "heap.h"
#include "shim.h"

#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core.h"
#include "memory.h"
#include "process.h"

/* svscan has a table that grows with its services; else the most is an argument list of the kernel's limit, all of short words. */
#define YG_HEAP_MAX (INT64_C(64) << 20)
#define YG_HEAP_MAX_SVSCAN (INT64_C(256) << 20)
#define YG_HEAP_MIN (INT64_C(512) << 10)
/*
 * Heap bytes per byte of the collector's notes. It queues four bytes for each object that it has found, and gives up where they do not
 * fit; no object is smaller than 16. Memory is used for them only when they are written.
 */
#define YG_HEAP_PER_NOTE 4
#define YG_NOTES_MIN (YG_HEAP_MIN / YG_HEAP_PER_NOTE)
/* The heap's regions, each of which has a byte of the card table and two of the region table. */
#define YG_REGIONS(heap) ((heap) / teavm_gc_regionSize + 1)

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
static char *yg_heap_end;
static int8_t yg_cards_small[(YG_REGIONS(YG_HEAP_MIN) + 7) & -8];
static int16_t yg_regions_small[YG_REGIONS(YG_HEAP_MIN)];

extern char _end[];

static int64_t yg_pages(int64_t bytes) {
    return (bytes + yg_page - 1) & -yg_page;
}

/* ---- one mapping of a logger's ---- */

#define YG_MAPPING_ROOM (INT64_C(80) << 10)
static char *yg_mapping_room;

void *yg_place_for_mapping(int32_t length) {
    return length <= YG_MAPPING_ROOM ? yg_mapping_room : 0;
}

/* ---- the tables of a large heap ---- */

static int64_t yg_tables(int64_t heap) {
    return yg_pages(((YG_REGIONS(heap) + 7) & -8) + YG_REGIONS(heap) * (int64_t) sizeof(int16_t));
}

static int64_t yg_large_tables(int64_t heap_max) {
    return yg_tables(heap_max) + yg_pages(heap_max / YG_HEAP_PER_NOTE);
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

static char *yg_large_notes(void) {
    return yg_heap_end + yg_tables(teavm_gc_maxAvailableBytes);
}

/* The collector keeps in its notes, between two collections, where free memory is. */
static void yg_to_large_tables(void) {
    int64_t regions = YG_REGIONS(teavm_gc_availableBytes);
    char *cards = yg_heap_end;
    char *large_regions = cards + ((YG_REGIONS(teavm_gc_maxAvailableBytes) + 7) & -8);
    char *notes = yg_large_notes();
    yg_resize(cards, 0, yg_tables(teavm_gc_maxAvailableBytes));
    yg_resize(notes, 0, YG_NOTES_MIN);
    memcpy(cards, teavm_gc_cardTable, (size_t) regions);
    memcpy(large_regions, teavm_gc_regionsAddress, (size_t) regions * sizeof(int16_t));
    memcpy(notes, teavm_gc_gcStorageAddress, (size_t) (sfld_otr_GC_freeChunks + 1) * sizeof(void *));
    teavm_gc_cardTable = cards;
    teavm_gc_regionsAddress = large_regions;
    teavm_gc_gcStorageAddress = notes;
}

void teavm_gc_resizeHeap(int64_t size) {
    if (size == teavm_gc_availableBytes) return;
    if (size > YG_HEAP_MIN && teavm_gc_cardTable == yg_cards_small) yg_to_large_tables();
    yg_resize(teavm_gc_heapAddress, teavm_gc_availableBytes, size);
    if (teavm_gc_cardTable != yg_cards_small) {
        int64_t notes = size / YG_HEAP_PER_NOTE;
        if (notes < YG_NOTES_MIN) notes = YG_NOTES_MIN;
        yg_resize(teavm_gc_gcStorageAddress, teavm_gc_gcStorageSize, notes);
        teavm_gc_gcStorageSize = (int32_t) notes;
    }
    teavm_gc_regionMaxCount = (int32_t) YG_REGIONS(size);
    teavm_gc_availableBytes = size;
}

/* ---- at start ---- */

/* Where all of it may be; 0 where there are not so many addresses. */
static char *yg_reserve(int64_t before_heap, int64_t heap_max) {
    int64_t all = before_heap + yg_pages(heap_max) + yg_large_tables(heap_max);
    void *start = mmap((void *) yg_pages((intptr_t) _end), (size_t) all, PROT_NONE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return start == MAP_FAILED ? 0 : start;
}

void teavm_initHeap(int64_t generated_min, int64_t generated_max) {
    (void) generated_min;
    (void) generated_max;
    yg_page = (int64_t) getauxval(AT_PAGESZ);
    int64_t room = yg_called_as("multilog") ? YG_MAPPING_ROOM : 0;
    int64_t before_heap = yg_pages(YG_NOTES_MIN) + yg_pages(room);
    int64_t heap_max = yg_called_as("svscan") ? YG_HEAP_MAX_SVSCAN : YG_HEAP_MAX;
    char *start = yg_reserve(before_heap, heap_max);
    while (!start) {
        /* Under a limit on addresses (softlimit -m) the program does with less. */
        heap_max /= 2;
        if (heap_max < YG_HEAP_MIN) teavm_outOfMemory();
        start = yg_reserve(before_heap, heap_max);
    }
    char *notes = start == (char *) yg_pages((intptr_t) _end) ? (char *) (((intptr_t) _end + 7) & -8) : start;
    char *heap = start + before_heap;
    yg_mapping_room = room ? heap - yg_pages(room) : 0;
    yg_heap_end = heap + yg_pages(heap_max);
    teavm_gc_cardTable = yg_cards_small;
    teavm_gc_regionsAddress = yg_regions_small;
    teavm_gc_gcStorageAddress = notes;
    teavm_gc_gcStorageSize = (int32_t) YG_NOTES_MIN;
    teavm_gc_heapAddress = heap;
    teavm_gc_minAvailableBytes = YG_HEAP_MIN;
    teavm_gc_maxAvailableBytes = heap_max;
    teavm_gc_regionMaxCount = (int32_t) YG_REGIONS(YG_HEAP_MIN);
    teavm_gc_availableBytes = YG_HEAP_MIN;
    /* Side by side where there is no room between them. */
    int64_t usable = yg_pages(YG_NOTES_MIN) + (room ? 0 : yg_pages(YG_HEAP_MIN));
    if (mprotect(start, (size_t) usable, PROT_READ | PROT_WRITE) < 0
        || room && mprotect(heap, (size_t) yg_pages(YG_HEAP_MIN), PROT_READ | PROT_WRITE) < 0) {
        teavm_outOfMemory();
    }
}

/* ---- memory that nobody has written to ---- */

/* Until the first collection the heap is used from its beginning on, and what is not used yet is as the kernel gave it: all zeros. */
static int yg_collected;

void teavm_gc_gcStarted(int32_t full) {
    (void) full;
    yg_collected = 1;
}

/*
 * Then only what the collector may have written about free memory is made zero, which is no longer than the smallest object. So the pages
 * of a buffer that is never filled are never had, and a start is done without a few hundred calls for a few bytes each.
 */
void yg_clear(void *object, int32_t size) {
    if (yg_collected) {
        memset(object, 0, (size_t) size);
    } else {
        memset(object, 0, sizeof(cls_otr_FreeChunk));
    }
}

/* ---- giving memory back ---- */

/* What lies between two places is not needed; whole pages of it go. */
static void yg_give_back(char *from, char *to) {
    char *first = (char *) yg_pages((intptr_t) from);
    char *last = (char *) ((intptr_t) to & -yg_page);
    if (first < last) madvise(first, (size_t) (last - first), MADV_DONTNEED);
}

void yg_forget(void *from, int32_t length) {
    yg_give_back(from, (char *) from + length);
}

/* A free stretch of the heap begins with its size. */
static void yg_give_back_free(char *from, char *to) {
    if (from < to) yg_give_back(from + sizeof(cls_otr_FreeChunk), to);
}

/* As much as is ever used of the stack below the loop that waits. */
#define YG_STACK_DEPTH (96 << 10)
#define YG_STACK_IN_USE 2048

void yg_spare(void) {
    yg_give_back_free(sfld_otr_GC_currentChunk, sfld_otr_GC_currentChunkLimit);
    cls_otr_FreeChunkHolder *next = sfld_otr_GC_currentChunkPointer;
    for (int32_t i = 1; i < sfld_otr_GC_freeChunks; i++) {
        cls_otr_FreeChunk *chunk = next[i].fld_value;
        yg_give_back_free((char *) chunk, (char *) chunk + chunk->fld_size);
    }
    char *notes = (char *) (next + sfld_otr_GC_freeChunks + 1);
    yg_give_back(notes, (char *) teavm_gc_gcStorageAddress + teavm_gc_gcStorageSize);
    /* Beyond what the compiler may keep below this place. */
    char *here = __builtin_frame_address(0);
    yg_give_back(here - YG_STACK_DEPTH, here - YG_STACK_IN_USE);
}

#ifdef YG_STRESS
/* ---- finds what holds on to an object without the collector's knowledge ---- */

#define YG_STRESS_EACH 3
#define YG_STRESS_BYTE 0xa5

static void yg_overwrite_free(char *from, char *to) {
    char *first = from + sizeof(cls_otr_FreeChunk);
    if (first < to) memset(first, YG_STRESS_BYTE, (size_t) (to - first));
}

void yg_stress(void) {
    static int count;
    if (!teavm_stackTop || count++ % YG_STRESS_EACH) return;
    teavm_gc_collectFull();
    yg_overwrite_free(sfld_otr_GC_currentChunk, sfld_otr_GC_currentChunkLimit);
    cls_otr_FreeChunkHolder *next = sfld_otr_GC_currentChunkPointer;
    for (int32_t i = 1; i < sfld_otr_GC_freeChunks; i++) {
        cls_otr_FreeChunk *chunk = next[i].fld_value;
        yg_overwrite_free((char *) chunk, (char *) chunk + chunk->fld_size);
    }
}
#endif

#include "mapping.h"
#include "heap.h"
#include "shim.h"

#include <sys/mman.h>

/* Before the heap, inside the reach of page tables that are there already. */
int64_t yg_map(int32_t fd, int32_t length) {
    void *place = yg_place_for_mapping(length);
    void *at = mmap(place, (size_t) length, PROT_READ | PROT_WRITE, place ? MAP_SHARED | MAP_FIXED : MAP_SHARED, fd, 0);
    return at == MAP_FAILED ? -errno : (int64_t) (intptr_t) at;
}

void yg_unmap(void *at, int32_t length) {
    munmap(at, (size_t) length);
}

void yg_release(void *at, int32_t length) {
    madvise(at, (size_t) length, MADV_DONTNEED);
}

/*
 * Goes before the C that TeaVM made and changes what a start costs. TeaVM's own start writes into every class and every string
 * literal, so that each process has its own copy of those pages. Here both are laid out by the linker (teavm.ld) and stay clean.
 */
#pragma once
#include "core.h"
#include "exceptions.h"
#include "stack.h"
#include "string.h"

_Static_assert(sizeof(uintptr_t) == sizeof(TeaVM_Object), "an object's header is laid out as one 64-bit word");

/* What is left free when the heap has grown for one big array: see compile.sh. */
#define YG_HEAP_SLACK 4096

/* Classes that are initialized are marked outside of them, and the roots are known: see compile.sh. */
#define YG_INITIALIZE(class) (yg_initialized_##class ? (void) 0 : initclass_##class())
#define teavm_registerStaticGcRoots(roots, count) ((void) 0)
/* Makes the object of a class that the program names, before it begins; see teavm.c. */
TeaVM_Object *yg_class_object_at_start(TeaVM_Class *class);
/* Beside what else every process writes to. */
#define YG_WRITTEN __attribute__((section("yg_written")))

/* An object's header is its class's distance from here in units of 8 bytes: an address that the linker knows. */
extern char yg_classes_start[];
#define teavm_beforeClasses yg_classes_start

/* Values rather than places: the headers of a String and of a char[] that the collector leaves alone. */
extern char yg_string_header[];
extern char yg_chars_header[];

typedef struct {
    uintptr_t header;
    void *characters;
    int32_t hash_code;
} yg_string;

_Static_assert(sizeof(yg_string) == sizeof(TeaVM_String), "a string's fields");

#define YG_STRING(length, hash, ...)                                                  \
    (TeaVM_String *) &(yg_string) {                                                   \
        (uintptr_t) yg_string_header,                                                 \
            &(struct {                                                                \
                uintptr_t header;                                                     \
                int32_t size;                                                         \
                char16_t data[(length) + 1];                                          \
            }){(uintptr_t) yg_chars_header, length, __VA_ARGS__},                     \
            INT32_C(hash)                                                             \
    }

#undef TEAVM_STRING
#undef TEAVM_STRING_FROM_CODES
#define TEAVM_STRING(length, hash, s) YG_STRING(length, hash, s)
#define TEAVM_STRING_FROM_CODES(length, hash, ...) YG_STRING(length, hash, {__VA_ARGS__})

/* What is known of a place in the code that calls other code; see compile.sh for the table. */
#undef TEAVM_FIND_CALLSITE
#define TEAVM_FIND_CALLSITE(id, frame) yg_call_site(id)
TeaVM_CallSite *yg_call_site(int32_t id);

/*
 * A function notes before each call where it is, so that an exception finds the catch around it. Where there is none, a number below 0,
 * once, says so. compile.sh makes out in which file there is one.
 */
#define YG_CALL_SITE_NOTED(id, expression) (teavm_shadowStack.header.callSiteId = (id), (expression))
#define YG_CALL_SITE_NOT_NOTED(id, expression) (expression)
#define YG_NO_CATCH (-1)
#undef TEAVM_WITH_CALL_SITE_ID
#define TEAVM_WITH_CALL_SITE_ID YG_CALL_SITE_NOT_NOTED
#undef TEAVM_ALLOC_STACK
#define TEAVM_ALLOC_STACK(count)                                              \
    struct {                                                                  \
        TeaVM_StackFrame header;                                              \
        void *data[(count)];                                                  \
    } teavm_shadowStack;                                                      \
    teavm_shadowStack.header.next = teavm_stackTop;                           \
    teavm_shadowStack.header.size = (count);                                  \
    teavm_shadowStack.header.callSiteId = YG_NO_CATCH;                        \
    teavm_stackTop = &teavm_shadowStack.header

/* The checks that make Java safe, in line: one comparison, and a jump that is not taken. */
#define YG_CHECK static inline __attribute__((always_inline))
#define YG_UNLIKELY(condition) __builtin_expect(condition, 0)

YG_CHECK void *yg_null_check(void *object) {
    if (YG_UNLIKELY(!object)) {
        teavm_throwNullPointerException();
        __builtin_unreachable();
    }
    return object;
}

YG_CHECK int32_t yg_check_bounds(int32_t index, void *array) {
    /* One below 0 is, without its sign, beyond any length. */
    if (YG_UNLIKELY((uint32_t) index >= (uint32_t) TEAVM_ARRAY_LENGTH(array))) {
        teavm_throwArrayIndexOutOfBoundsException();
        __builtin_unreachable();
    }
    return index;
}

#define teavm_nullCheck(object) yg_null_check(object)
#define teavm_checkBounds(index, array) yg_check_bounds(index, array)

/*
 * Goes before the C that TeaVM made and changes what a start costs. TeaVM's own start writes into every class and every string
 * literal, so that each process has its own copy of those pages. Here both are laid out by the linker (teavm.ld) and stay clean.
 */
#pragma once
/*
 * The top of the list of frames that the collector goes through is kept in a register, as each function puts its frame there and takes
 * it away again. The C library keeps that register as it is.
 */
#if defined(__GNUC__) && !defined(__clang__) && (defined(__x86_64__) || defined(__aarch64__))
#define YG_STACK_TOP_IN_REGISTER 1
struct TeaVM_StackFrame;
#ifdef __x86_64__
register struct TeaVM_StackFrame *yg_stack_top __asm__("r15");
#else
register struct TeaVM_StackFrame *yg_stack_top __asm__("x28");
#endif
#else
#define YG_STACK_TOP_IN_REGISTER 0
#endif

#include <stddef.h>

#include "checks.h"
#include "core.h"
#include "exceptions.h"
#include "stack.h"
#include "string.h"
#include "strings.h"

#if YG_STACK_TOP_IN_REGISTER
#define teavm_stackTop yg_stack_top
#endif

_Static_assert(sizeof(uintptr_t) == sizeof(TeaVM_Object), "an object's header is laid out as one 64-bit word");

/* What is left free when the heap has grown for one big array: see compile.sh. */
#define YG_HEAP_SLACK 4096

/* Makes a new array zero: see heap.c. */
void yg_clear(void *object, int32_t size);

/* Classes that are initialized are marked outside of them, and the roots are known: see compile.sh. */
#define YG_INITIALIZE(class) initclass_##class()
#define teavm_registerStaticGcRoots(roots, count) ((void) 0)
/* An object of a class is made when it is asked for: TeaVM makes before it begins those that the program names, which are only compared. */
#define yg_class_object_at_start(class) ((void) 0)
/*
 * A class: compile.sh and classes.awk. Those below have a number from its own on and smaller than a certain one; or else a function says
 * which they are, which stands in the place of the layout.
 */
#define YG_BY_FUNCTION (-1)
int32_t yg_is_above(TeaVM_Class *above, TeaVM_Class *below);
int32_t yg_instance_of(void *object, TeaVM_Class *class);
#define teavm_isSupertypeOf(above, below) yg_is_above((TeaVM_Class *) (above), (TeaVM_Class *) (below))
#define teavm_instanceof(object, class, function) yg_instance_of(object, (TeaVM_Class *) (class))

typedef struct {
    TeaVM_Class *class;
    void *name;
} yg_named;

typedef struct {
    TeaVM_Class *item;
    TeaVM_Class *array;
} yg_array_known;

typedef struct yg_class_with_object {
    TeaVM_Object *classObject;
    struct yg_class_with_object *next;
    TeaVM_Class *class;
} yg_class_with_object;
extern yg_class_with_object *yg_classes_with_object;
#define teavm_firstClass yg_classes_with_object

void *yg_class_name(TeaVM_Class *class);

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

/* Each by itself: its address is a number in the code, and one that nobody names is not there. See compile.sh. */
#undef TEAVM_GET_STRING
#undef TEAVM_GET_STRING_ADDRESS
#define TEAVM_GET_STRING(number) yg_literal_##number
#define TEAVM_GET_STRING_ADDRESS(number) (&yg_literal_##number)

#undef TEAVM_STRING
#undef TEAVM_STRING_FROM_CODES
#define TEAVM_STRING(length, hash, s) YG_STRING(length, hash, s)
#define TEAVM_STRING_FROM_CODES(length, hash, ...) YG_STRING(length, hash, {__VA_ARGS__})

/*
 * A literal of the command for people: a place for the object, which begins as nothing and takes nothing in the file. Its letters are
 * kept one after the other, each with a 0 behind it: yg_literals_begin.
 */
#define YG_PLACE(length)                       \
    struct {                                   \
        yg_string string;                      \
        struct {                               \
            uintptr_t header;                  \
            int32_t size;                      \
            char16_t data[(length) + 1];       \
        } characters;                          \
    }
#define YG_PLACES __attribute__((section(".bss.yg_places")))

/* Nothing is noted of a reference that is written: compile.sh. */
#define teavm_gc_writeBarrier(object) ((void) 0)

/* An array begins at a multiple of 8, so that it is known how far from there its data are. */
#undef TEAVM_ARRAY_DATA
#define TEAVM_ARRAY_DATA(array, type) \
    ((type *) ((char *) (array) + (sizeof(TeaVM_Array) + sizeof(type) - 1) / sizeof(type) * sizeof(type)))

/* An array of references to objects of this class. */
void *yg_array_of(TeaVM_Class *item, int32_t length);

/* What is known of a place in the code that calls other code; see compile.sh for the table. */
#undef TEAVM_FIND_CALLSITE
#define TEAVM_FIND_CALLSITE(id, frame) yg_call_site(id)
TeaVM_CallSite *yg_call_site(int32_t id);

/*
 * A function notes before each call where it is, so that an exception finds the catch around it. Where there is none, a 0 says so,
 * once: no catch is around the first of all places. compile.sh makes out in which file there is one.
 */
#define YG_CALL_SITE_NOTED(id, expression) (teavm_shadowStack.header.callSiteId = (id), (expression))
#define YG_CALL_SITE_NOT_NOTED(id, expression) (expression)
#define YG_NO_CATCH 0
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
    teavm_stackTop = &teavm_shadowStack.header;                               \
    YG_STACK_TOP_AS_IT_IS
/*
 * A frame of so many slots, in the first of which nothing is noted: 10 bytes of code instead of 19 and 5 for each slot, by a call of one
 * of a few functions that spoil no register (compile.sh). Where a line or byte is worked on it is written out.
 */
#if defined(__x86_64__) && YG_STACK_TOP_IN_REGISTER && !defined(__SANITIZE_ADDRESS__)
#define YG_FRAME_CALLED(count, nothing)                                       \
    struct {                                                                  \
        TeaVM_StackFrame header;                                              \
        void *data[(count)];                                                  \
    } teavm_shadowStack;                                                      \
    __asm__ volatile("call yg_frame_" #count "_" #nothing                              \
            : "+r"(teavm_stackTop)                                            \
            : "a"(&teavm_shadowStack)                                         \
            : "cc", "memory")
#define YG_FRAMES_CALLED 1
_Static_assert(offsetof(TeaVM_StackFrame, next) == 0 && offsetof(TeaVM_StackFrame, size) == 16
        && offsetof(TeaVM_StackFrame, callSiteId) == 20 && sizeof(TeaVM_StackFrame) == 24,
    "where a frame's parts are, for compile.sh");
#else
#define YG_FRAME_CALLED YG_FRAME_WRITTEN_OUT
#define YG_FRAMES_CALLED 0
#endif
#define YG_FRAME_WRITTEN_OUT(count, nothing) \
    TEAVM_ALLOC_STACK(count);                \
    for (int32_t yg_slot = 0; yg_slot < (nothing); yg_slot++) TEAVM_GC_ROOT_RELEASE(yg_slot)

#define YG_FRAME YG_FRAME_CALLED

#undef TEAVM_RELEASE_STACK
#define TEAVM_RELEASE_STACK (teavm_stackTop = teavm_stackTop->next)

#if YG_STACK_TOP_IN_REGISTER
/* An instruction that writes beside that register is a byte shorter than one that writes beside the stack pointer. */
#define YG_STACK_TOP_AS_IT_IS __asm__("" : "+r"(teavm_stackTop) : : "memory")
#undef TEAVM_GC_ROOT
#undef TEAVM_GC_ROOT_RELEASE
#define TEAVM_GC_ROOT(index, object) (((void **) (teavm_stackTop + 1))[index] = (object))
#define TEAVM_GC_ROOT_RELEASE(index) TEAVM_GC_ROOT(index, (void *) 0)
#else
#define YG_STACK_TOP_AS_IT_IS ((void) 0)
#endif

/* The checks that make Java safe. Of null: see checks.h. Of bounds: one comparison, and a jump that is not taken. */
#define YG_CHECK static inline __attribute__((always_inline))
#define YG_UNLIKELY(condition) __builtin_expect(condition, 0)
#define YG_NO_RETURN __attribute__((noreturn, cold, noinline))

YG_NO_RETURN void yg_null_found(void);
YG_NO_RETURN void yg_out_of_bounds(void);
YG_NO_RETURN void yg_of_wrong_class(void);

#ifdef YG_LOOK
#define yg_implied(object) (object)
#else
#define YG_LOOK(object)                              \
    do {                                             \
        if (YG_UNLIKELY(!(object))) yg_null_found(); \
    } while (0)
#define yg_implied(object) yg_null_check(object)
#endif

YG_CHECK void *yg_null_check(void *object) {
    YG_LOOK(object);
    return object;
}

YG_CHECK int32_t yg_check_bounds(int32_t index, void *array) {
    /* One below 0 is, without its sign, beyond any length. */
    if (YG_UNLIKELY((uint32_t) index >= (uint32_t) TEAVM_ARRAY_LENGTH(array))) yg_out_of_bounds();
    return index;
}

YG_CHECK int32_t yg_check_lower_bound(int32_t index) {
    if (YG_UNLIKELY(index < 0)) yg_out_of_bounds();
    return index;
}

YG_CHECK int32_t yg_check_upper_bound(int32_t index, void *array) {
    if (YG_UNLIKELY(index >= TEAVM_ARRAY_LENGTH(array))) yg_out_of_bounds();
    return index;
}

#define teavm_nullCheck(object) yg_null_check(object)
#define teavm_checkBounds(index, array) yg_check_bounds(index, array)
#define teavm_checkLowerBound(index) yg_check_lower_bound(index)
#define teavm_checkUpperBound(index, array) yg_check_upper_bound(index, array)

/* A class knows by itself what is below it. */
void *yg_check_cast(void *object, TeaVM_Class *class);
#define teavm_checkcast(object, class, function) yg_check_cast(object, (TeaVM_Class *) (class))

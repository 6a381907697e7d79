/*
 * What the generated C needs of a runtime, in place of TeaVM's core.c, fiber.c, arrayclass.c and their like: no locale, no timer, no
 * signal mask, no table of strings, and nothing is written into a class, so that those pages stay shared between processes. For the
 * heap see heap.c.
 */
#include "shim.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "arrayclass.h"
#include "arrayclass_gen.h"
#include "core.h"
#include "core_gen.h"
#include "memory.h"
#include "process.h"

/* For what core.h had inlined before teavm.h could say better. */
#undef teavm_beforeClasses
char *teavm_beforeClasses = yg_classes_start;

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

#if !YG_STACK_TOP_IN_REGISTER
TeaVM_StackFrame *teavm_stackTop;
#endif

void teavm_beforeInit(void) {
    teavm_stackTop = 0;
}

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

/* ---- classes of arrays of objects: made when there is first such an array ---- */

/* More than there are in the program: beyond arrays of its own classes, some of the class library's. */
#define YG_ARRAY_CLASSES_MAX 128
/* The first, as many as most processes make, lie beside what every process writes to; the others are not to be in the way. */
#define YG_ARRAY_CLASSES_FIRST 16
static TEAVM_OBJECT_CLASS yg_array_classes_first[YG_ARRAY_CLASSES_FIRST];
static TEAVM_OBJECT_CLASS yg_array_classes_more[YG_ARRAY_CLASSES_MAX - YG_ARRAY_CLASSES_FIRST];
static int32_t yg_array_class_count;

static TEAVM_OBJECT_CLASS *yg_array_class(int32_t number) {
    return number < YG_ARRAY_CLASSES_FIRST ? &yg_array_classes_first[number] : &yg_array_classes_more[number - YG_ARRAY_CLASSES_FIRST];
}

int32_t teavm_isSupertypeOfArray(TeaVM_Class *above, TeaVM_Class *below) {
    return below->itemType && yg_is_above(above->itemType, below->itemType);
}

TeaVM_Class *teavm_createArrayClass(TeaVM_Class *item) {
    if (yg_array_class_count == YG_ARRAY_CLASSES_MAX) YG_DIE("yagura: fatal: more classes of arrays than there is room for\n");
    TEAVM_OBJECT_CLASS *made = yg_array_class(yg_array_class_count++);
    TeaVM_Class *class = &made->parent;
    /* What is not said here is 0 or null; an array's methods are those of any object. */
    class->flags = 1;
    class->size = sizeof(void *);
    class->below = YG_BY_FUNCTION;
    class->itemType = item;
    class->superclass = &TEAVM_OBJECT_CLASS_PTR.parent;
    class->layout = &teavm_isSupertypeOfArray;
    memcpy(class + 1, &TEAVM_OBJECT_CLASS_PTR.parent + 1, sizeof *made - sizeof *class);
    return class;
}

/* TeaVM would keep it in the class of the items, and so write there. There are few. */
TeaVM_Class *teavm_getArrayClass(TeaVM_Class *item) {
    for (size_t i = 0; teavm_primitiveKind(item) && i < sizeof yg_arrays_known / sizeof *yg_arrays_known; i++) {
        if (yg_arrays_known[i].item == item) return yg_arrays_known[i].array;
    }
    for (int32_t i = 0; i < yg_array_class_count; i++) {
        TeaVM_Class *class = &yg_array_class(i)->parent;
        if (class->itemType == item) return class;
    }
    return teavm_createArrayClass(item);
}

void *yg_array_of(TeaVM_Class *item, int32_t length) {
    return meth_otr_Allocator_allocateArray(teavm_getArrayClass(item), length);
}

/* ---- what few classes have ---- */

void *yg_class_name(TeaVM_Class *class) {
    for (size_t i = 0; i < sizeof yg_names / sizeof *yg_names; i++) {
        if (yg_names[i].class == class) return (void *) yg_names[i].name;
    }
    return 0;
}

/* The first, as many as most processes ask for, lie beside the classes of arrays; the others are not to be in the way. */
#define YG_WITH_OBJECT_FIRST 12
#define YG_WITH_OBJECT_MORE 244
static yg_class_with_object yg_with_object_first[YG_WITH_OBJECT_FIRST];
static yg_class_with_object yg_with_object_more[YG_WITH_OBJECT_MORE];
static int32_t yg_with_object_count;
yg_class_with_object *yg_classes_with_object;

/* The collector goes through the list. */
TeaVM_Object *teavm_getClassObject(TeaVM_Class *class) {
    yg_class_with_object *listed = yg_classes_with_object;
    while (listed && listed->class != class) listed = listed->next;
    if (!listed) {
        int32_t count = yg_with_object_count++;
        if (count == YG_WITH_OBJECT_FIRST + YG_WITH_OBJECT_MORE) YG_DIE("yagura: fatal: more objects of classes than there is room for\n");
        listed = count < YG_WITH_OBJECT_FIRST ? &yg_with_object_first[count] : &yg_with_object_more[count - YG_WITH_OBJECT_FIRST];
        listed->class = class;
        listed->next = yg_classes_with_object;
        yg_classes_with_object = listed;
        listed->classObject = TEAVM_CREATE_CLASS_OBJECT(class);
    }
    return listed->classObject;
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

/* ---- literals of the command for people: compile.sh ---- */

void yg_literals_begin(void) {
    /* As numbers in the code they would have a sign. */
    static const volatile uintptr_t string_header = (uintptr_t) yg_string_header;
    static const volatile uintptr_t chars_header = (uintptr_t) yg_chars_header;
    const char *from = yg_texts;
    char *at = (char *) &yg_places;
    char *end = at + sizeof yg_places;
    while (at < end) {
        YG_PLACE(0) *place = (void *) at;
        place->string.header = string_header;
        place->string.characters = &place->characters;
        place->characters.header = chars_header;
        int32_t length = 0;
        while (*from) place->characters.data[length++] = *from++;
        from++;
        place->characters.size = length;
        at = (char *) (((uintptr_t) &place->characters.data[length + 1] + 7) & -(uintptr_t) 8);
    }
}

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

/* ---- roots: where the static fields are that the collector starts from; the count, then the places ---- */

void ***teavm_gc_staticRoots = (void ***) yg_roots;

void teavm_afterInitClasses(void) {}

/* ---- checks that failed ---- */

/* Nobody between here and the frame with a catch needs what it has noted, and it may not have noted what it would need (compile.sh). */
static void yg_drop_frames(void) {
    while (teavm_stackTop->callSiteId == YG_NO_CATCH && teavm_stackTop->next) teavm_stackTop = teavm_stackTop->next;
}

void yg_null_found(void) {
    yg_drop_frames();
    teavm_throwNullPointerException();
    __builtin_unreachable();
}

void yg_out_of_bounds(void) {
    yg_drop_frames();
    teavm_throwArrayIndexOutOfBoundsException();
    __builtin_unreachable();
}

int32_t yg_is_above(TeaVM_Class *above, TeaVM_Class *below) {
    if (above == &TEAVM_OBJECT_CLASS_PTR.parent) return !teavm_primitiveKind(below);
    if (above->below == YG_BY_FUNCTION) return ((int32_t(*)(TeaVM_Class *, TeaVM_Class *)) above->layout)(above, below);
    return below->tag >= above->tag && below->tag < above->below;
}

int32_t yg_instance_of(void *object, TeaVM_Class *class) {
    return object && yg_is_above(class, TEAVM_CLASS_OF(object));
}

void *yg_check_cast(void *object, TeaVM_Class *class) {
    if (YG_UNLIKELY(object && !yg_is_above(class, TEAVM_CLASS_OF(object)))) {
        yg_drop_frames();
        teavm_throwClassCastException();
        __builtin_unreachable();
    }
    return object;
}

/* ---- places that call ---- */

/* The table ends with an entry of a place that nobody calls from, and that has nothing around it. */
TeaVM_CallSite *yg_call_site(int32_t id) {
    int at = 0;
    while (yg_call_site_ids[at] >= 0 && yg_call_site_ids[at] != id) at++;
    return &yg_call_sites[at];
}

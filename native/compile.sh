#!/bin/sh
# Compiles the C that TeaVM made, with the shim, to one program.
#
#   compile.sh GENERATED-FOLDER PROGRAM [asan|stress]
#
# asan: with sanitizers. stress: every third allocation collects, and what is free is overwritten.
#
# CC chooses the compiler; else it is musl-gcc, which makes a static program, or gcc where musl is missing.
set -eu

generated=$1
program=$2
kind=${3:-release}
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
work=$generated/../c-$kind
mkdir -p "$work" "$(dirname "$program")"
work=$(CDPATH= cd "$work" && pwd)

# The collector makes the heap just so large that a big array fits, and then reads what is not there when it is called with nothing
# free and nothing to free. So it asks for a page more.
collector=$generated/classes/org/teavm/runtime/GC.c
grep -q 'YG_HEAP_SLACK' "$collector" ||
    sed -i 's/return (teavm_gc_availableBytes + ((int64_t) teavm_local_1));/return teavm_gc_availableBytes + teavm_local_1 + YG_HEAP_SLACK;/' \
        "$collector"
grep -q 'YG_HEAP_SLACK' "$collector" || {
    echo "compile.sh: fatal: TeaVM's collector is not the one that this was written for" >&2
    exit 111
}

# When it is called by us, it writes down how much is free at the place where it would allocate next. Where that is nothing, an object
# begins there, and would be overwritten.
sed -i '/^void teavm_gc_fixHeap() {$/,/^}$/s/^    if ((sfld_otr_GC_freeChunks > INT32_C(0))) {$/    if (sfld_otr_GC_freeChunks > 0 \&\& (char *) sfld_otr_GC_currentChunk < (char *) sfld_otr_GC_currentChunkLimit) {/' \
    "$collector"
grep -q '^    if (sfld_otr_GC_freeChunks > 0 && ' "$collector" || {
    echo "compile.sh: fatal: TeaVM's collector is called in another way than this was written for" >&2
    exit 111
}

# What lies in memory that nobody has used yet is zero already: see heap.c.
allocator=$generated/classes/org/teavm/runtime/Allocator.c
sed -i -e 's/^    memset(teavm_local_4, 0, teavm_local_3);$/    yg_clear(teavm_local_4, teavm_local_3);/' \
    -e 's/^    memset(teavm_local_2, 0, \(TEAVM_FIELD(teavm_local_1, TeaVM_Class, size)\));$/    yg_clear(teavm_local_2, \1);/' "$allocator"
[ "$(grep -c '^    yg_clear(' "$allocator")" = 2 ] || {
    echo "compile.sh: fatal: TeaVM makes objects in another way than this was written for" >&2
    exit 111
}

# Every collection goes through all that is there. Between those TeaVM's would go through what is new and what was written to, for which
# each place that writes a reference notes where; that was a thirtieth of the program, for a heap of a megabyte.
sed -i -e '/^void meth_otr_GC_getNextChunk(/,/^}$/s/^    meth_otr_GC_collectGarbageImpl(/    meth_otr_GC_collectGarbageFullImpl(/' \
    -e '/^void teavm_gc_collect() {$/,/^}$/s/^    meth_otr_GC_collectGarbageImpl(/    meth_otr_GC_collectGarbageFullImpl(/' \
    -e 's/^int8_t sfld_otr_GC_isFullGC;$/#define sfld_otr_GC_isFullGC 1/' -e '/^    sfld_otr_GC_isFullGC = [^;]*;$/d' "$collector"
sed -i '/^extern int8_t sfld_otr_GC_isFullGC;$/d' "${collector%.c}.h"
if grep -q 'sfld_otr_GC_isFullGC =\|int8_t sfld_otr_GC_isFullGC' "$collector" "${collector%.c}.h" ||
    [ "$(grep -c '^    meth_otr_GC_collectGarbageFullImpl(' "$collector")" != 3 ]; then
    echo "compile.sh: fatal: TeaVM collects in another way than this was written for" >&2
    exit 111
fi

# A copy of an array is made by looking away from the array while room is made for the copy, which may move it. So it is held meanwhile.
copying=$generated/classes/java/lang/Object.c
grep -q 'yg_held' "$copying" ||
    sed -i '/^void\* meth_jl_Object_cloneLowLevel(void\* teavm_local_1) {$/,/^}$/{
        s/^    teavm_local_2 = meth_otr_RuntimeClass_getClass(teavm_local_1);$/    TEAVM_ALLOC_STACK(1); \/* yg_held *\/\n    TEAVM_GC_ROOT(0, teavm_local_1);\n&/
        s/^    return teavm_local_4;$/    TEAVM_RELEASE_STACK; \/* yg_held *\/\n&/
    }' "$copying"
[ "$(grep -c 'yg_held' "$copying")" = 2 ] || {
    echo "compile.sh: fatal: TeaVM copies arrays in another way than this was written for" >&2
    exit 111
}

# A class's structure is written to where it is marked as initialized. Of a few hundred bytes in all processes would be made a page each:
# the marks stand together instead.
changed() {
    grep -rlE "$1" "$generated" --include='*.[ch]' || true
}
for file in $(changed '^extern void initclass_|teavm_initializeClass\(\(|^void initclass_'); do
    case $file in */core.h) continue ;; esac
    sed -i -e 's/^extern void initclass_\([A-Za-z0-9_]*\)();$/extern void initclass_\1(); extern char yg_initialized_\1;/' \
        -e '/^void initclass_/,/^}/{
            s/^void initclass_\([A-Za-z0-9_]*\)() {$/char yg_initialized_\1;\n&/
            s/TeaVM_Class\* cls = (TeaVM_Class\*) &\([A-Za-z0-9_]*\)_Cls;/char *initialized = \&yg_initialized_\1;/
            s/if (!(cls->flags & INT32_C(1))) {/if (!*initialized) {/
            s/cls->flags |= INT32_C(1);/*initialized = 1;/
        }' \
        -e 's/teavm_initializeClass((TeaVM_Class\*) &\([A-Za-z0-9_]*\)_Cls, &initclass_\1)/YG_INITIALIZE(\1)/g' "$file"
done
if grep -rqE 'teavm_initializeClass\(\(|cls->flags \|= ' "$generated/classes" || ! grep -rq 'YG_INITIALIZE(' "$generated/classes"; then
    echo "compile.sh: fatal: TeaVM marks classes in another way than this was written for" >&2
    exit 111
fi

# The static fields that the collector starts from: one table of all, instead of one that is put together at each start.
find "$generated" -name '*.c' | sort | xargs awk '
    /^static void\*\* teavm_gc_localStaticRoots_/ { table = 1; next }
    table && /^};/ { table = 0; next }
    table { count += gsub(/\(void\*\*\)/, "&"); fields = fields "    " $0 ",\n" }
    END { print "static void **const yg_roots[] = {(void **) " count ",\n" fields "};" }' >"$work/roots.c"

# Of 16 bytes for each place where Java calls Java, a handful say something: those with a catch around them.
awk '/^TeaVM_CallSite teavm_callSites\[/ { table = 1; id = -1; next }
    table && /firstHandler/ {
        id++
        if (!/firstHandler = NULL/) { sub(/^ */, ""); sub(/,? *$/, ""); sites = sites "    " $0 ",\n"; ids = ids id ", " }
        next
    }
    table { next }
    { print }
    END {
        print "static TeaVM_CallSite yg_call_sites[] = {\n" sites "    {.firstHandler = NULL}\n};"
        print "static const int32_t yg_call_site_ids[] = {" ids "-1};"
    }' "$generated/callsites.c" >"$work/callsites.c"
if grep -q 'yg_call_site_ids\[\] = {0,' "$work/callsites.c"; then
    echo "compile.sh: fatal: there is a catch around place 0, which stands for none" >&2
    exit 111
fi

# Each literal is a constant by itself, and known before it is used. As an object it takes 40 bytes and two for each letter: those of the
# command for people alone are kept as their letters, and become objects when a command begins, at places that are known before.
command='classes/org/yagura/(tools/yagura|core/(adding|checking|importing|init|json|shell|table))/'
{
    find "$generated" -name '*.[ch]' | grep -vE "$command" | xargs grep -hoE 'TEAVM_GET_STRING(_ADDRESS)?\([0-9]+' || true
    find "$generated" -name '*.[ch]' | xargs grep -hoE 'TEAVM_GET_STRING_ADDRESS\([0-9]+' || true
} | sed 's/.*(//' | sort -u >"$work/literals.elsewhere"
LC_ALL=C awk 'FILENAME != ARGV[2] { elsewhere[$1] = 1; next }
    /^ *TEAVM_STRING/ { open = 1 }
    open {
        literal = literal (literal == "" ? "" : "\n") $0
        if (match($0, /,? *\/\/ string #[0-9]+$/)) {
            number = substr($0, RSTART, RLENGTH)
            sub(/.*#/, "", number)
            sub(/,? *\/\/ string #[0-9]+$/, "", literal)
            add(number, literal)
            literal = ""
            open = 0
        }
    }
    function add(number, literal,    plain, length_of) {
        plain = literal
        gsub(/\n/, "", plain)
        gsub(/\\033/, "", plain)
        if (number in elsewhere || plain !~ /TEAVM_STRING\([0-9]+, -?[0-9]+,[ -~]*\)$/ || plain ~ /\\[xuU0-7]/) {
            print "static TeaVM_String *const yg_literal_" number " = " literal ";"
            return
        }
        match(literal, /\([0-9]+/)
        length_of = substr(literal, RSTART + 1, RLENGTH - 1)
        sub(/^[^"]*u"/, "\"", literal)
        sub(/\)$/, "", literal)
        gsub(/\n *u"/, "\n    \"", literal)
        places = places "    YG_PLACE(" length_of ") literal_" number ";\n"
        texts = texts "    " literal " \"\\0\"\n"
        print "#define yg_literal_" number " ((TeaVM_String *) &yg_places.literal_" number ")"
    }
    END {
        print "static struct {\n" places "} yg_places YG_PLACES;"
        print "static const char yg_texts[] =\n" texts "    \"\";"
    }' "$work/literals.elsewhere" "$generated/strings.c" >"$work/literals.c"

# An exception is caught in one file; all the others need not note where they are.
catches=$(grep -rl 'TEAVM_TRY' "$generated/classes")
case $catches in
"$generated/classes/org/yagura/nativeos/Main.c" | "$generated/classes/org/yagura/nativeos/Classic.c") ;;
*)
    echo "compile.sh: fatal: exceptions are caught in $catches" >&2
    exit 111
    ;;
esac
catching=${catches#"$generated/"}

# What the collector need not be told is left out: a sixth of the program. From a copy of all, as it depends on who calls whom.
rm -rf "$work/reduced"
cp -R "$generated" "$work/reduced"

# Of two class objects that are compared, both would be made for it; and of one that the code names TeaVM takes for granted that it is
# there from the start, so that nothing is held meanwhile. The classes themselves are compared.
grep -rl 'teavm_getClassObject((TeaVM_Class\*) &' "$work/reduced/classes" | xargs sed -i \
    -e 's/TEAVM_WITH_CALL_SITE_ID([0-9]*, meth_jl_Object_getClass(\([a-z_0-9]*\))) == teavm_getClassObject((TeaVM_Class\*) &\([A-Za-z0-9_]*\))/TEAVM_CLASS_OF(\1) == (TeaVM_Class *) \&\2/' \
    -e 's/(\([a-z_0-9]*\) == teavm_getClassObject((TeaVM_Class\*) &\([A-Za-z0-9_]*\)))/(TEAVM_FIELD(\1, cls_jl_Class, fld_classInfo) == (void *) \&\2)/'
named=$(grep -rl 'teavm_getClassObject((TeaVM_Class\*) &' "$work/reduced/classes" | grep -v '/java/lang/\(Character\|Integer\|Long\)[.]c$') || true
if [ -n "$named" ]; then
    echo "compile.sh: fatal: classes are named in $named" >&2
    exit 111
fi
if [ "$kind" = stress ]; then
    sed -i 's/^void\* meth_otr_GC_alloc(int32_t teavm_local_1) {$/void yg_stress(void);\n&\n    yg_stress();/' "$work/reduced/classes/org/teavm/runtime/GC.c"
fi
# A class takes 40 bytes instead of 96 and a function.
rm -f "$work/names.c" "$work/arrays.c"
awk -v names="$work/names.c" -v arrays="$work/arrays.c" -f "$here/classes.awk" \
    $(find "$work/reduced/classes" "$work/reduced/arrays" "$work/reduced/primitives" -name '*.[ch]' | sort)
sed -i -e '/^typedef struct TeaVM_Class {$/,/^} TeaVM_Class;$/c\
typedef struct TeaVM_Class {\
    int32_t size;\
    int32_t flags;\
    int32_t tag;\
    int32_t below;\
    struct TeaVM_Class *itemType;\
    struct TeaVM_Class *superclass;\
    void *layout;\
} TeaVM_Class;' \
    -e '/^inline static \(int32_t teavm_enumConstantCount\|void\* teavm_enumConstant\)(/,/^}$/d' \
    -e '/^static inline \(int32_t teavm_isSupertypeOf\|int32_t teavm_instanceof\|void\* teavm_checkcast\)(/,/^}$/d' \
    -e '/^extern TeaVM_Class\* teavm_firstClass;$/d' "$work/reduced/core.h"
sed -i -e 's/(((TeaVM_Class\*) (TEAVM_FIELD(\(teavm_[a-z0-9_]*\), cls_jl_Class, fld_classInfo)))->name)/yg_class_name(TEAVM_FIELD(\1, cls_jl_Class, fld_classInfo))/' \
    "$work/reduced/classes/java/lang/Class.c"
# Fields with an address of what lies outside of the heap are those of a library that is not here.
sed -i -e 's/TEAVM_FIELD(teavm_local_[0-9]*, TeaVM_Class, enumValues)/(void *) 0/' \
    -e 's/TEAVM_FIELD(teavm_local_[0-9]*, TeaVM_Class, modifiers)/0/' \
    -e 's/, TeaVM_Class, \(next\|classObject\))/, yg_class_with_object, \1)/' "$work/reduced/classes/org/teavm/runtime/GC.c"
sed -i 's/((int32_t (\*)(void\*, void\*)) TEAVM_FIELD(teavm_local_[0-9]*, TeaVM_Class, isSupertypeOf))(/teavm_isSupertypeOf(/' \
    "$work/reduced/classes/org/teavm/runtime/ExceptionHandling.c"
{
    echo 'static const yg_named yg_names[] = {'
    cat "$work/names.c"
    echo '};'
    echo 'static const yg_array_known yg_arrays_known[] = {'
    cat "$work/arrays.c"
    echo '};'
} >"$work/classes.c"

reducible=$(find "$work/reduced/classes" "$work/reduced/arrays" "$work/reduced/primitives" -name '*.c' | grep -vxF "$work/reduced/$catching" | sort)
awk -f "$here/roots.awk" $reducible "$work/reduced/$catching" pass=2 $reducible
find "$work/reduced" -name '*.[ch]' | xargs sed -i \
    -e 's/\(TEAVM_FIELD(TEAVM_WITH_CALL_SITE_ID([0-9]*, \)teavm_nullCheck(/\1yg_implied(/g' \
    -e 's/meth_otr_Allocator_allocateArray(teavm_getArrayClass(/yg_array_of((/g' \
    -e 's/^extern void initclass_\([A-Za-z0-9_]*\)();/extern void initclass_\1(void);/' \
    -e 's/^void initclass_\([A-Za-z0-9_]*\)() {/void initclass_\1(void) {/'

# What begins a frame: of so many slots, with nothing in so many. Each function notes how many there are and goes on to the one that
# empties the last of those, from where it falls through to the first.
grep -rhoE '^    YG_FRAME\([0-9]+, [0-9]+\)' "$work/reduced" | tr -cs '0-9\n' ' ' | sort -u -k 1,1n -k 2,2n | awk '
    { frames = frames "    \"yg_frame_" $1 "_" $2 ": movq $" $1 ", 16(%rax)\\n jmp yg_nothing_" $2 "\\n\"\n" }
    $2 > most { most = $2 }
    END {
        print "#if YG_FRAMES_CALLED\n__asm__(\n    \".pushsection .text.yg_frames, \\\"ax\\\"\\n\""
        printf "%s", frames
        for (; most > 0; most--) print "    \"yg_nothing_" most ": andq $0, " 16 + 8 * most "(%rax)\\n\""
        print "    \"yg_nothing_0: movq %r15, (%rax)\\n movq %rax, %r15\\n ret\\n.popsection\\n\");\n#endif"
    }' >"$work/frames.c"

# One unit of all files: calls between Java classes and the shim are inlined. Parts of TeaVM's runtime are left out or shadowed by
# those of teavm.c.
unit=$work/program.c
{
    echo '#define _GNU_SOURCE'
    echo '#include "teavm.h"'
    echo "#include \"$work/literals.c\""
    echo "#include \"$work/frames.c\""
    sed -e '/^\(core\|fiber\|memory\|log\|time\|date\|file\|heapdump\|resource\|stringhash\|virtcall\|callsites\|arrayclass\|stack\|strings\)\.c$/d' \
        -e 's/.*/#include "&"/' \
        -e 's,^#include "classes/org/yagura/\(core/log/\(LinePattern\|LineFeeder\|Branch\|LineEnds\)\|core/status/LittleEndian\|core/text/ByteBuilder\|tools/multilog/PortLoops\|nativeos/Check\)[.]c"$,#pragma GCC push_options\n#pragma GCC optimize ("O2")\n#undef YG_FRAME\n#define YG_FRAME YG_FRAME_WRITTEN_OUT\n&\n#undef YG_FRAME\n#define YG_FRAME YG_FRAME_CALLED\n#pragma GCC pop_options,' \
        -e 's,^#include "'"$catching"'"$,#undef TEAVM_WITH_CALL_SITE_ID\n#define TEAVM_WITH_CALL_SITE_ID YG_CALL_SITE_NOTED\n&\n#undef TEAVM_WITH_CALL_SITE_ID\n#define TEAVM_WITH_CALL_SITE_ID YG_CALL_SITE_NOT_NOTED,' \
        -e 's/^#include "main.c"$/#define teavm_getClassObject yg_class_object_at_start\n&\n#undef teavm_getClassObject/' \
        -e 's/^#include "heaptrace.c"$/#define teavm_outOfMemory yg_unused_out_of_memory\n#define teavm_gc_gcStarted yg_unused_gc_started\n&\n#undef teavm_gc_gcStarted\n#undef teavm_outOfMemory/' \
        "$generated/all.txt"
    echo "#include \"$work/callsites.c\""
    echo "#include \"$work/roots.c\""
    echo "#include \"$work/classes.c\""
    for file in teavm heap checks library names files descriptors events process telling spawn bytes mapping sockets terminal expressions succession; do
        echo "#include \"$here/src/main/c/$file.c\""
    done
} >"$unit.new"
cmp -s "$unit.new" "$unit" 2>/dev/null || cp "$unit.new" "$unit"
rm -f "$unit.new"

# -Oz or -Os: a third less of code than -O2, and a stamped line of multilog takes 124 instructions instead of 115. Patterns alone would
# take nearly twice the time.
#
# Not optional: the generated C counts on ints that wrap, on pointers cast between types, and on what a look at address 0 does.
flags="-std=gnu11 -fwrapv -fno-strict-aliasing -fno-delete-null-pointer-checks -iquote $work/reduced -iquote $here/src/main/c -w"

if [ "$kind" = asan ]; then
    cc=${CC:-gcc}
    # Shifts of negative numbers in TeaVM's own runtime are known, and defined by -fwrapv.
    $cc $flags -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize=shift \
        -fno-sanitize-recover=undefined -fno-pie -no-pie "$unit" -Wl,-T,"$here/src/main/c/teavm.ld" -o "$program.new" -lm
    mv -f "$program.new" "$program"
    "$here/links.sh" "$(dirname "$program")/bin" "../$(basename "$program")"
    exit 0
fi

if [ -n "${CC:-}" ]; then
    cc=$CC
    static=${STATIC-}
elif command -v musl-gcc >/dev/null 2>&1; then
    cc=musl-gcc
    static=-static
else
    cc=gcc
    static=
    echo "compile.sh: note: no musl-gcc here (Debian: musl-tools): the program will need this machine's C library" >&2
fi
# Data stands as close as it may: the compiler would have it begin where the processor likes it best.
if echo | $cc -malign-data=abi -E - >/dev/null 2>&1; then
    flags="$flags -malign-data=abi"
fi
# A frame begins with a call that the compiler does not know of (teavm.h): nothing of ours may lie beyond the end of the stack.
if echo | $cc -mno-red-zone -E - >/dev/null 2>&1; then
    flags="$flags -mno-red-zone"
fi
if [ "$kind" = stress ]; then
    flags="$flags -DYG_STRESS"
fi
small=-Os
if echo | $cc -Oz -E - >/dev/null 2>&1; then
    small=-Oz
fi
$cc $flags ${OPT:-$small} $static -ffunction-sections -fdata-sections -fno-pie -no-pie -fno-plt \
    -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-stack-protector \
    -Wl,--gc-sections -Wl,-z,norelro -Wl,-z,noseparate-code -Wl,--build-id=none -s \
    "$unit" -Wl,-T,"$here/src/main/c/teavm.ld" -o "$program.new" -lm
mv -f "$program.new" "$program"
"$here/links.sh" "$(dirname "$program")/bin" "../$(basename "$program")"

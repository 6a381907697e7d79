#!/bin/sh
# Compiles the C that TeaVM made, with the shim, to one program.
#
#   compile.sh GENERATED-FOLDER PROGRAM [asan]
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

# One unit of all files: calls between Java classes and the shim are inlined. Parts of TeaVM's runtime are left out or shadowed by
# those of teavm.c.
unit=$work/program.c
{
    echo '#define _GNU_SOURCE'
    echo '#include "teavm.h"'
    sed -e '/^\(core\|fiber\|memory\|log\|time\|date\|file\|heapdump\|resource\|stringhash\|virtcall\|callsites\)\.c$/d' \
        -e 's/.*/#include "&"/' \
        -e 's,^#include "classes/org/yagura/core/log/LinePattern.*,#pragma GCC push_options\n#pragma GCC optimize ("O2")\n&\n#pragma GCC pop_options,' \
        -e 's/^#include "heaptrace.c"$/#define teavm_outOfMemory yg_unused_out_of_memory\n&\n#undef teavm_outOfMemory/' \
        -e 's/^#include "strings.c"$/#define teavm_initStringPool yg_unused_string_pool\n&\n#undef teavm_initStringPool/' \
        "$generated/all.txt"
    echo "#include \"$work/callsites.c\""
    for file in teavm names files descriptors events process spawn bytes mapping sockets terminal; do
        echo "#include \"$here/src/main/c/$file.c\""
    done
} >"$unit.new"
cmp -s "$unit.new" "$unit" 2>/dev/null || cp "$unit.new" "$unit"
rm -f "$unit.new"

# -Os: a third less of code than -O2, and a stamped line of multilog takes 124 instructions instead of 115. Patterns alone would
# take nearly twice the time.
#
# Not optional: the generated C counts on ints that wrap and on pointers cast between types.
flags="-std=gnu11 -fwrapv -fno-strict-aliasing -iquote $generated -iquote $here/src/main/c -w"

if [ "$kind" = asan ]; then
    cc=${CC:-gcc}
    # Shifts of negative numbers in TeaVM's own runtime are known, and defined by -fwrapv.
    $cc $flags -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize=shift \
        -fno-sanitize-recover=undefined -fno-pie -no-pie "$unit" "$here/src/main/c/teavm.ld" -o "$program.new" -lm
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
$cc $flags ${OPT:--Os} $static -ffunction-sections -fdata-sections -fno-pie -no-pie -fno-plt \
    -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-stack-protector \
    -Wl,--gc-sections -Wl,-z,norelro -Wl,-z,noseparate-code -Wl,--build-id=none -s \
    "$unit" "$here/src/main/c/teavm.ld" -o "$program.new" -lm
mv -f "$program.new" "$program"
"$here/links.sh" "$(dirname "$program")/bin" "../$(basename "$program")"

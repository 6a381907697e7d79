#!/bin/sh
# Tests of the shim itself: each program of src/test/c is compiled with the shim, also with sanitizers, and run.
set -eu
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/yagura-native.XXXXXX")
trap 'rm -rf "$work"' EXIT
parts=
for part in names events spawn telling descriptors sockets checks; do
    parts="$parts $here/src/main/c/$part.c"
done
for source in "$here"/src/test/c/*_test.c; do
    name=$(basename "$source" .c)
    gcc -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -O1 -g -iquote "$here/src/main/c" "$source" $parts -o "$work/$name"
    "$work/$name"
    gcc -std=gnu11 -D_GNU_SOURCE -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
        -iquote "$here/src/main/c" "$source" $parts -o "$work/$name-asan"
    ASAN_OPTIONS=detect_leaks=0 "$work/$name-asan"
    echo "$name: passed"
done

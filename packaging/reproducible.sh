#!/bin/sh
# Builds everything twice, in two folders of different names, and compares: program, tarball and Debian package.
#
#   reproducible.sh FOLDER
#
# Exit code 0 where both are the same, byte for byte.
set -eu
here=$(CDPATH= cd "$(dirname "$0")/.." && pwd)
folder=$1
export SOURCE_DATE_EPOCH="$("$here/packaging/epoch.sh")"
rm -rf "${folder:?}/one" "${folder:?}/the-other-one"
for copy in one the-other-one; do
    mkdir -p "$folder/$copy/yagura"
    # What is in the repository, as it stands in the working tree.
    (cd "$here" && git ls-files -z --cached --others --exclude-standard | xargs -0 ls -d 2>/dev/null | tar -cf - -T -) |
        tar -xf - -C "$folder/$copy/yagura"
    make -C "$folder/$copy/yagura" ${MAVEN_ARGS:+MAVEN_ARGS="$MAVEN_ARGS"} deb tarball >"$folder/$copy/log" 2>&1 || {
        tail -n 20 "$folder/$copy/log" >&2
        exit 111
    }
done
cd "$folder"
different=0
for file in $(cd one/yagura/build && ls yagura packages/*); do
    if cmp "one/yagura/build/$file" "the-other-one/yagura/build/$file"; then
        echo "same: $(basename "$file") $(sha256sum "one/yagura/build/$file" | cut -d ' ' -f 1)"
    else
        different=1
    fi
done
[ "$different" = 0 ] && rm -rf one the-other-one
exit "$different"

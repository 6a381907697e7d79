#!/bin/sh
# Makes yagura-VERSION-linux-MACHINE.tar.gz out of what is in build/: the program, links, man pages, completions, documents, and a
# script that installs them.
#
#   tarball.sh FOLDER
#
# The same program and the same time (epoch.sh) make the same bytes.
set -eu
umask 022
export LC_ALL=C TZ=UTC
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(CDPATH= cd "$1" && pwd)
build=${BUILD:-$here/../build}
version=$(sed -n '1s/.*(\([^-]*\).*/\1/p' "$here/debian/changelog")
case $(od -An -t u2 -j 18 -N 2 "$build/yagura" | tr -d ' ') in
    62) machine=x86_64 ;;
    183) machine=aarch64 ;;
    *) machine=unknown ;;
esac

name=yagura-$version-linux-$machine
rm -rf "${folder:?}/$name"
BINDIR= MANDIR= "$here/tree.sh" "$folder/$name" ""
cd "$folder/$name"
mkdir doc
cp "$here/../LICENSE" "$here/../NOTICE" "$here/../README.md" "$here/../CHANGELOG.md" .
for page in "$here"/../doc/*.md; do
    case $page in *.in.md) ;; *) cp "$page" doc/ ;; esac
done
mkdir -p share/systemd
cp "$here/yagura.service" share/systemd/
cp "$here/install.sh" .
chmod 755 install.sh
cd ..
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw,a-s --format=gnu --mtime="@$("$here/epoch.sh")" -cf - "$name" |
    gzip -9n >"$name.tar.gz"
rm -rf "${folder:?}/$name"
echo "$folder/$name.tar.gz"

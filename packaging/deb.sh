#!/bin/sh
# Makes the Debian package out of what is in build/: yagura_VERSION_ARCHITECTURE.deb.
#
#   deb.sh FOLDER [VERSION]
#
# It takes dpkg-deb and gzip. The version is that of debian/changelog. MAINTAINER, if set, is whoever makes the package. The same
# program and the same time (epoch.sh) make the same bytes.
set -eu
umask 022
export LC_ALL=C TZ=UTC
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(CDPATH= cd "$1" && pwd)
build=${BUILD:-$here/../build}
changelog=$here/debian/changelog
version=${2:-$(sed -n '1s/.*(\(.*\)).*/\1/p' "$changelog")}
maintainer=${MAINTAINER:-$(sed -n 's/^ -- \(.*>\)  .*/\1/p' "$changelog" | head -n 1)}
SOURCE_DATE_EPOCH=$("$here/epoch.sh")
export SOURCE_DATE_EPOCH

# What the program is made for, from its ELF header.
case $(od -An -t u2 -j 18 -N 2 "$build/yagura" | tr -d ' ') in
    62) architecture=amd64 ;;
    183) architecture=arm64 ;;
    *)
        echo "deb.sh: fatal: $build/yagura is for a machine that is not known here" >&2
        exit 111
        ;;
esac

stage=$folder/stage
rm -rf "$stage"
mkdir -p "$stage/DEBIAN"
"$here/tree.sh" "$stage" /usr
for page in "$stage"/usr/share/man/man*/*; do
    [ ! -f "$page" ] || gzip -9n "$page"
done
install -d "$stage/etc/service" "$stage/var/lib/supervise" "$stage/usr/sbin"
# Debian's has it there, and packages call it by its path.
mv "$stage/usr/bin/update-service" "$stage/usr/sbin/update-service"
ln -sfn ../bin/yagura "$stage/usr/sbin/update-service"
if [ -d "$stage/usr/share/zsh/site-functions" ]; then
    mv "$stage/usr/share/zsh/site-functions" "$stage/usr/share/zsh/vendor-completions"
fi
install -d "$stage/usr/lib/systemd/system"
install -m 644 "$here/yagura.service" "$stage/usr/lib/systemd/system/yagura.service"

doc=$stage/usr/share/doc/yagura
install -d "$doc" "$stage/usr/share/lintian/overrides"
install -m 644 "$here/debian/copyright" "$here/debian/README.Debian" "$here/../NOTICE" "$doc/"
gzip -9nc "$here/../CHANGELOG.md" >"$doc/changelog.gz"
sed "1s/(.*)/($version)/" "$changelog" | gzip -9n >"$doc/changelog.Debian.gz"
for page in "$here"/../doc/*.md; do
    case $page in
        *.in.md | */performance.md | */compatibility.md) ;;
        *) install -m 644 "$page" "$doc/" ;;
    esac
done
install -m 644 "$here/debian/lintian-overrides" "$stage/usr/share/lintian/overrides/yagura"

for script in postinst prerm postrm; do
    sed -e "/^#TREES#\$/{r $here/debian/trees.sh
d}" "$here/debian/$script" >"$stage/DEBIAN/$script"
    chmod 755 "$stage/DEBIAN/$script"
done
(cd "$stage" && find usr -type f | sort | xargs -d '\n' md5sum) >"$stage/DEBIAN/md5sums"
size=$(cd "$stage" && find etc usr var -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
directories=$(cd "$stage" && find etc usr var ! -type f | wc -l)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@MAINTAINER@/$maintainer/" \
    -e "s/@SIZE@/$((size + directories))/" "$here/debian/control" >"$stage/DEBIAN/control"

# Debian's dpkg-deb gives every file that is newer this time, and the archive as well.
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
package=$folder/yagura_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$stage" "$package" >/dev/null
rm -rf "$stage"
echo "$package"

#!/bin/sh
# Unpacks a small Debian for DebianPackageIT: dpkg and what it and maintainer scripts call, and the packages that ours replaces.
#
#   debian.sh FOLDER
#
# FOLDER/root is a file system in which dpkg works: the packages count as installed there, but no script of theirs was run. FOLDER/packages
# has Debian's daemontools, daemontools-run and ucspi-tcp. Nothing is installed here and nothing is started. Where the packages cannot be
# had, the test is skipped, and says so. About 20 MB are fetched, once.
set -u

folder=$1
replaced="daemontools daemontools-run ucspi-tcp"
system="base-files base-passwd coreutils dash debianutils diffutils dpkg findutils grep gzip hostname init-system-helpers
    mawk perl-base sed tar util-linux util-linux-extra libc-bin"

[ ! -e "$folder/complete" ] || exit 0
give_up() {
    echo "note: no Debian packages here ($1): DebianPackageIT is skipped"
    exit 0
}
[ "$(id -u)" = 0 ] || give_up "it takes root"
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "no apt"

# What the packages need of libraries.
closure() {
    all=" "
    next="$*"
    while [ -n "$next" ]; do
        all="$all$next "
        found=$(apt-cache depends -i --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances $next 2>/dev/null |
            sed -n 's/^ *|*\(Pre\)*Depends: *\(lib[^:]*\|zlib1g\|gcc-[0-9]*-base\)\(:.*\)*$/\2/p' | grep -v 'debconf' | sort -u)
        next=
        for package in $found; do
            case "$all" in *" $package "*) ;; *) next="$next$package " ;; esac
        done
    done
    echo $all
}

fetch() {
    apt-get download -qq "$@" >/dev/null 2>&1
}

rm -rf "$folder"
mkdir -p "$folder/system" "$folder/packages" "$folder/root/var/lib/dpkg/info" "$folder/root/var/lib/dpkg/updates" \
    "$folder/root/var/log" "$folder/root/etc"
cd "$folder/packages" || give_up "no folder"
if ! fetch $replaced; then
    # The lists of packages may never have been fetched; only root can.
    apt-get update -qq >/dev/null 2>&1
    fetch $replaced || give_up "apt-get download failed"
fi
cd ../system || give_up "no folder"
fetch $(closure $system) || give_up "apt-get download failed"
cd ..
# As in any Debian since 12, /bin, /lib and /sbin are links.
for name in bin lib lib64 sbin; do
    mkdir -p "root/usr/$name"
    ln -s "usr/$name" "root/$name"
done
for file in system/*.deb; do
    # tar would put a folder in the place of a link.
    dpkg-deb --fsys-tarfile "$file" | tar -xf - -C root --keep-directory-symlink || give_up "$file does not unpack"
    name=$(dpkg-deb -f "$file" Package)
    {
        dpkg-deb -f "$file" | sed '1s/$/\nStatus: install ok installed/'
        echo
    } >>root/var/lib/dpkg/status
    dpkg-deb --fsys-tarfile "$file" | tar -tf - | sed -e 's,^\.,,' -e 's,\(.\)/$,\1,' -e 's,^/$,/.,' >"root/var/lib/dpkg/info/$name.list"
    [ "$(dpkg-deb -f "$file" Multi-Arch)" != same ] ||
        mv "root/var/lib/dpkg/info/$name.list" "root/var/lib/dpkg/info/$name:$(dpkg-deb -f "$file" Architecture).list"
done
cp root/usr/share/base-passwd/passwd.master root/etc/passwd
cp root/usr/share/base-passwd/group.master root/etc/group
rm -rf system root/usr/share/doc root/usr/share/man root/usr/share/locale root/usr/share/lintian root/usr/share/bug \
    root/usr/share/perl5/Debian root/usr/lib/*/gconv root/usr/share/i18n
: >complete

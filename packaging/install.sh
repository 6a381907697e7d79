#!/bin/sh
# Installs what is in this folder:
#
#   install.sh [PREFIX]        /usr/local; DESTDIR, if set, comes before it
#
# It starts nothing. To have the services in /service started at boot: share/systemd/yagura.service, or a line in inittab; see
# svscanboot(8).
set -eu
prefix=${1:-/usr/local}
case $prefix in
    /*) ;;
    *)
        echo "install.sh: usage: install.sh [ prefix, an absolute path ]" >&2
        exit 100
        ;;
esac
root=${DESTDIR:-}$prefix
cd "$(dirname "$0")"
mkdir -p "$root/bin" "$root/share"
# A program that runs cannot be written to, but it can be replaced.
cp bin/yagura "$root/bin/.yagura.new"
chmod 755 "$root/bin/.yagura.new"
mv -f "$root/bin/.yagura.new" "$root/bin/yagura"
for link in bin/*; do
    [ ! -L "$link" ] || ln -sfn yagura "$root/$link"
done
(cd share && find . -type f ! -path './systemd/*') | while read -r file; do
    mkdir -p "$root/share/$(dirname "$file")"
    cp "share/$file" "$root/share/$file"
    chmod 644 "$root/share/$file"
done
echo "installed in $root: $(ls bin | wc -l) commands"

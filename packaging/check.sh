#!/bin/sh
# Checks the Debian package: by lintian, and in a whole Debian with systemd, booted in a container.
#
#   check.sh PACKAGES MACHINE
#
# PACKAGES is where deb.sh has put it; in MACHINE a Debian is made once (some 200 MB). It takes root, lintian, debootstrap and
# systemd-nspawn (Debian: systemd-container), and leaves out what it does not find.
set -eu
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
packages=$1
mkdir -p "$2"
machine=$(CDPATH= cd "$2" && pwd)

if command -v lintian >/dev/null; then
    lintian --fail-on error --allow-root "$packages"/*.deb
    echo "lintian: no errors"
else
    echo "note: no lintian here"
fi

for program in debootstrap systemd-nspawn; do
    command -v "$program" >/dev/null || {
        echo "note: no $program here: the package is not tried with systemd"
        exit 0
    }
done
[ "$(id -u)" = 0 ] || {
    echo "note: not root: the package is not tried with systemd"
    exit 0
}
if [ ! -e "$machine/complete" ]; then
    rm -rf "$machine/root"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$machine/root" >"$machine/log" 2>&1
    : >"$machine/complete"
fi
"$here/../itest/debian.sh" "$machine/debian"

# A copy, so that each run finds the same.
rm -rf "$machine/run"
cp -a "$machine/root" "$machine/run"
mkdir "$machine/run/check"
cp "$machine"/debian/packages/*.deb "$machine/run/check/"
"$here/deb.sh" "$machine/run/check/ours" 0.1.0-1 >/dev/null
# The next version differs in a byte.
mkdir "$machine/next"
cp "$here/../build/yagura" "$machine/next/yagura"
printf x >>"$machine/next/yagura"
BUILD=$machine/next "$here/deb.sh" "$machine/run/check/ours" 0.1.0-2 >/dev/null
rm -r "$machine/next"
cp "$here/check-inside.sh" "$machine/run/check/inside.sh"
cat >"$machine/run/etc/systemd/system/check.service" <<'X'
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'sh /check/inside.sh >/check/log 2>&1; echo $? >/check/code'
ExecStopPost=/bin/systemctl --no-block poweroff
X
mkdir -p "$machine/run/etc/systemd/system/multi-user.target.wants"
ln -s ../check.service "$machine/run/etc/systemd/system/multi-user.target.wants/check.service"
timeout 600 systemd-nspawn -q -D "$machine/run" --boot --register=no --keep-unit --console=pipe --resolv-conf=off \
    </dev/null >"$machine/console" 2>&1 || :
cat "$machine/run/check/log"
code=$(cat "$machine/run/check/code" 2>/dev/null || echo 111)
if [ "$code" = 0 ]; then
    echo "systemd: all as it should be"
    rm -rf "$machine/run"
else
    echo "systemd: FAILED; what is left is in $machine/run" >&2
fi
exit "$code"

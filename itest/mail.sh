#!/bin/sh
# Unpacks a mail machine for MailStoryIT: exim, Courier's POP3 and IMAP servers, swaks, a shell, and the libraries they need.
#
#   mail.sh FOLDER
#
# Nothing is installed and nothing is started: the test copies the folder and runs the machine in a chroot. Where the packages cannot
# be had, the test is skipped, and says so. About 16 MB are fetched, once.
set -u

folder=$1
wanted="exim4-daemon-light courier-pop courier-imap courier-base courier-authlib libpam-modules dash perl-base swaks"

[ ! -e "$folder/complete" ] || exit 0
give_up() {
    echo "note: no mail packages here ($1): MailStoryIT is skipped"
    exit 0
}
[ "$(id -u)" = 0 ] || give_up "it takes root"
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "no apt"

# What the packages need, as far as it is libraries; what else they depend on serves to set them up.
libraries_of() {
    apt-cache depends -i --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" 2>/dev/null |
        sed -n 's/^ *|*\(Pre\)*Depends: *\(lib[^:]*\|zlib1g\)\(:.*\)*$/\2/p' | grep -v '^lib\(perl\|debconf\)' | sort -u
}

closure() {
    all=" "
    next="$*"
    while [ -n "$next" ]; do
        all="$all$next "
        found=$(libraries_of $next)
        next=
        for package in $found; do
            case "$all" in *" $package "*) ;; *) next="$next$package " ;; esac
        done
    done
    echo $all
}

rm -rf "$folder"
mkdir -p "$folder/packages" "$folder/root"
cd "$folder/packages" || give_up "no folder"
packages=$(closure $wanted)
if ! apt-get download -qq $packages >/dev/null 2>&1; then
    # The lists of packages may never have been fetched; only root can.
    apt-get update -qq >/dev/null 2>&1
    packages=$(closure $wanted)
    apt-get download -qq $packages >/dev/null 2>&1 || give_up "apt-get download failed"
fi
cd ..
for file in packages/*.deb; do
    dpkg-deb -x "$file" root || give_up "$file does not unpack"
done
rm -rf packages root/usr/share/doc root/usr/share/man root/usr/share/locale root/usr/share/lintian root/usr/share/bug \
    root/usr/lib/*/gconv root/etc/init.d root/etc/cron.d root/etc/logcheck
: >complete

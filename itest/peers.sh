#!/bin/sh
# Fetches the Debian packages that the tests compare with, and unpacks those that are not installed:
#
#   peers.sh FOLDER
#
# Nothing is installed and nothing is started. Where they cannot be had, the tests that need them are skipped, and say so.
set -u

folder=$1
packages="daemontools daemontools-run ucspi-tcp runit nginx strace tinycdb"

mkdir -p "$folder"
cd "$folder" || exit 0
for package in $packages; do
    program=$(case $package in daemontools) echo svscan ;; daemontools-run) echo ./usr/sbin/update-service ;; ucspi-tcp) echo tcpserver ;; runit) echo sv ;; tinycdb) echo cdb ;; *) echo "$package" ;; esac)
    if PATH=$PATH:/usr/sbin:$PWD/usr/bin:$PWD/usr/sbin command -v "$program" >/dev/null; then
        continue
    fi
    if ! apt-get download -qq "$package" >/dev/null 2>&1; then
        # The lists of packages may never have been fetched; only root can.
        apt-get update -qq >/dev/null 2>&1
        apt-get download -qq "$package" >/dev/null 2>&1
    fi
    for file in "$package"_*.deb; do
        if [ -e "$file" ] && dpkg-deb -x "$file" .; then
            rm -f "$file"
        else
            echo "note: no $package here (Debian: apt-get install $package): tests that need it are skipped"
        fi
    done
done
exit 0

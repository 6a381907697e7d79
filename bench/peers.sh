#!/bin/sh
# Fetches the Debian packages that are measured beside Yagura, and unpacks those that are not installed:
#
#   peers.sh FOLDER
#
# Nothing is installed and nothing is started. Who cannot be had is not measured, and the page says so.
set -u

folder=$1
"$(dirname "$0")/../itest/peers.sh" "$folder"
cd "$folder" || exit 0

# unpack PROGRAM PACKAGE...: the packages that it takes to run that program.
unpack() {
    program=$1
    shift
    if PATH=$PATH:/usr/sbin:$PWD/usr/bin:$PWD/usr/sbin command -v "$program" >/dev/null; then
        return
    fi
    fresh=$(mktemp -d) || return
    if (cd "$fresh" && { apt-get download -qq "$@" || { apt-get update -qq && apt-get download -qq "$@"; }; }) >/dev/null 2>&1; then
        for file in "$fresh"/*.deb; do
            dpkg-deb -x "$file" .
        done
    else
        echo "note: no $program here (Debian: apt-get install $1): it is not measured"
    fi
    rm -rf "$fresh"
}

unpack s6-svscan s6 libs6-2.11 libexecline2.9 libskarnet2.13
unpack supervisord supervisor python3-pkg-resources
exit 0

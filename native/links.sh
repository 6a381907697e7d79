#!/bin/sh
# Makes a folder of links, one for each tool, to the program.
#
#   links.sh FOLDER TARGET      links in FOLDER hold TARGET
#   links.sh --list             only prints the tools' names
set -eu
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
tools=$(sed -n 's/^ *[A-Z0-9_]*("\([a-z0-9@-]*\)")[,;].*/\1/p' "$here/../tools/src/main/java/org/yagura/tools/Applet.java")
if [ "$1" = --list ]; then
    printf '%s\n' $tools
    exit 0
fi
mkdir -p "$1"
for tool in $tools; do
    [ "$(readlink "$1/$tool" 2>/dev/null || :)" = "$2" ] || ln -sfn "$2" "$1/$tool"
done

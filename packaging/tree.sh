#!/bin/sh
# Puts what is installed into a tree: the program, a link for each tool, man pages and completions.
#
#   tree.sh ROOT PREFIX
#
# BINDIR and MANDIR, if set, count instead of PREFIX/bin and PREFIX/share/man; BUILD instead of build/.
set -eu
root=$1
prefix=$2
here=$(CDPATH= cd "$(dirname "$0")/.." && pwd)
build=${BUILD:-$here/build}
bin=$root${BINDIR:-$prefix/bin}
man=$root${MANDIR:-$prefix/share/man}

install -d "$bin"
install -m 755 "$build/yagura" "$bin/yagura"
"$here/native/links.sh" "$bin" yagura
for page in "$build"/man/man*/*.[1-8]; do
    [ -e "$page" ] || continue
    section=$(basename "$(dirname "$page")")
    install -d "$man/$section"
    install -m 644 "$page" "$man/$section/"
done

# The program knows its words by itself; one for another machine cannot be asked.
completion() {
    words=$("$build/yagura" completion "$1" 2>/dev/null) || return 0
    install -d "$root$prefix/share/$(dirname "$2")"
    printf '%s\n' "$words" >"$root$prefix/share/$2"
    chmod 644 "$root$prefix/share/$2"
}
completion bash bash-completion/completions/yagura
completion zsh zsh/site-functions/_yagura
completion fish fish/vendor_completions.d/yagura.fish

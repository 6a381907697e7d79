#!/bin/sh
# make demo: a handful of services (examples/demo) under svscan, shown live. Ctrl-C stops them in order and removes everything.
#
#   DEMO_SECONDS=20 make demo    ends by itself after 20 seconds
set -eu
umask 022
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
program=${YAGURA:-$here/../build/yagura}
seconds=${DEMO_SECONDS:-0}
stop_seconds_max=30

case $seconds in
    '' | *[!0-9]*) echo "demo: usage: DEMO_SECONDS is a number of seconds" >&2; exit 100 ;;
esac
[ -x "$program" ] || { echo "demo: fatal: $program is not there: run make" >&2; exit 111; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/yagura-demo.XXXXXX")
svscan=
stopping=no

# One TERM to svscan, which stops every service, lets each logger read what is left, and exits.
stop() {
    [ "$stopping" = no ] || return 0
    stopping=yes
    trap '' INT TERM HUP
    if [ -n "$svscan" ] && kill -TERM "$svscan" 2>/dev/null; then
        [ ! -t 1 ] || printf '\033[J'
        echo
        echo "TERM to svscan (process $svscan): it stops the services, then their loggers."
        wait_for_svscan
    fi
    rm -rf "$dir"
    echo "Nothing is left: no process, no file."
}

wait_for_svscan() {
    waited=0
    while kill -0 "$svscan" 2>/dev/null; do
        sleep 0.2 2>/dev/null || sleep 1
        waited=$((waited + 1))
        if [ "$waited" -eq $((stop_seconds_max * 5)) ]; then
            echo "demo: warning: still not done after $stop_seconds_max seconds: a second TERM, which kills" >&2
            cat "$dir/svscan.log" >&2
            kill -TERM "$svscan" 2>/dev/null || :
        fi
    done
    status=0
    wait "$svscan" || status=$?
    echo "svscan has exited with code $status."
}

prepare() {
    chmod 755 "$dir"
    mkdir "$dir/bin" "$dir/service"
    # A copy: root's service drops to another user, who may not reach the source tree.
    cp "$program" "$dir/bin/yagura"
    for tool in svscan supervise svc svok svstat multilog setuidgid tai64n tai64nlocal; do
        ln -s yagura "$dir/bin/$tool"
    done
    cp -R "$here/demo" "$dir/made"
    [ "$(id -u)" != 0 ] || chown -R nobody "$dir/made/guest/log"
    PATH=$dir/bin:$PATH
    export PATH
}

# A session of its own, so that Ctrl-C reaches this script alone.
start() {
    setsid svscan "$dir/service" </dev/null >"$dir/svscan.log" 2>&1 &
    svscan=$!
    for service in "$dir/made"/*; do
        ln -s "$service" "$dir/service/"
    done
    # So that the first view shows something.
    tries=0
    for service in "$dir/service"/*; do
        while [ "$tries" -lt 20 ] && ! [ -s "$service/log/main/current" ] && ! [ -e "$service/down" ]; do
            tries=$((tries + 1))
            sleep 0.1 2>/dev/null || sleep 1
        done
    done
}

# The whole view, as plain lines.
view() {
    echo "Yagura demo: svscan is process $svscan, services are in $dir/service. Ctrl-C stops everything."
    echo "Try in another terminal:  PATH=$dir/bin:\$PATH; cd $dir/service"
    echo "  svc -u asleep    svc -d busy    svc -t guest    svc -p busy    kill -9 PID    rm busy; ln -s ../made/busy ."
    echo
    # shellcheck disable=SC2035 # our own names, and svstat has no options
    (cd "$dir/service" && svstat * */log)
    for service in "$dir/service"/*; do
        echo
        echo "${service##*/}:"
        tail -n 3 "$service/log/main/current" 2>/dev/null | tai64nlocal || :
    done
    if [ -s "$dir/svscan.log" ]; then
        echo
        echo "svscan says:"
        tail -n 3 "$dir/svscan.log"
    fi
}

# In place: home, each line cleared to its end and cut at the width, the rest below cleared.
draw() {
    size=$(stty size 2>/dev/null </dev/tty || echo 24 80)
    rows=${size% *}
    columns=${size#* }
    [ "${columns:-0}" -gt 0 ] || columns=80
    [ "${rows:-0}" -gt 1 ] || rows=24
    end=$(printf '\033[K')
    shown=$(view | cut -c "1-$columns" | head -n $((rows - 1)) | sed "s/\$/$end/")
    printf '\033[H%s\n\033[J' "$shown"
}

# Ctrl-C is the usual end.
trap 'stop; exit 0' INT
trap 'stop; exit 143' TERM HUP
trap 'stop' EXIT

prepare
start
[ ! -t 1 ] || printf '\033[2J'
begin=$(date +%s)
while :; do
    kill -0 "$svscan" 2>/dev/null || { echo "demo: fatal: svscan has ended:" >&2; cat "$dir/svscan.log" >&2; svscan=; exit 111; }
    if [ -t 1 ]; then
        draw
        pause=1
    else
        view
        echo "----"
        pause=3
    fi
    # In the background, so that a signal is obeyed at once.
    sleep "$pause" &
    wait $! || :
    [ "$seconds" = 0 ] || [ $(($(date +%s) - begin)) -lt "$seconds" ] || break
done

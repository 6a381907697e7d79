#!/bin/sh
# a message bus, started only where it does not run yet
set -e
NAME=busd
DAEMON=/usr/sbin/busd
PIDDIR=/run/busd
PIDFILE=$PIDDIR/pid
BUS_OPTS=

is_running() {
    [ -e $PIDFILE ] || return 1
    pid=$(cat $PIDFILE) || return 1
    ls -l /proc/$pid/exe | grep -q busd
}

if ! mountpoint -q /proc; then
    exit 0
fi
test -x $DAEMON || exit 0
if [ -f /etc/default/busd ]; then
    . /etc/default/busd
fi

start_it_up() {
    if $0 status >/dev/null; then
        return
    fi
    if [ -e $PIDFILE ]; then
        if is_running; then
            echo "running"
            return
        else
            rm -f $PIDFILE
        fi
    fi
    if [ ! -d $PIDDIR ]; then
        mkdir -p $PIDDIR
        chown lookup $PIDDIR
    fi
    start-stop-daemon --start --quiet --pidfile $PIDFILE --chuid lookup --exec $DAEMON -- --no-fork --system $BUS_OPTS
}

case "$1" in
    start) start_it_up ;;
    stop) start-stop-daemon --stop --pidfile $PIDFILE ;;
esac

#! /bin/sh
### BEGIN INIT INFO
# Provides: named
### END INIT INFO
. /etc/rc.status
rc_reset

NAMED_BIN=/usr/sbin/named
: ${NAMED_ARGS:="-4"}
test -x $NAMED_BIN || { echo "$NAMED_BIN not installed"
	if [ "$1" = "stop" ]; then exit 0; else exit 5; fi; }
CHROOT=${NAMED_ROOT-/var/lib/named}

case "$1" in
    start)
	echo -n "Starting name server "
	checkproc -p /var/run/named.pid $NAMED_BIN && { rc_failed 0; rc_status -v; rc_exit; }
	startproc -p /var/run/named.pid $NAMED_BIN -t $CHROOT -u named $NAMED_ARGS
	startproc -f -u cache -l /var/log/nscd /usr/sbin/nscd
	rc_status -v
	;;
    stop)
	killproc -TERM $NAMED_BIN
	;;
esac
rc_exit

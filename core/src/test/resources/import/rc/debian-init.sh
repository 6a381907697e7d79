#!/bin/sh
### BEGIN INIT INFO
# Provides:          lookupd
# Required-Start:    $remote_fs $syslog
# Default-Start:     2 3 4 5
### END INIT INFO

PATH=/sbin:/usr/sbin:/bin:/usr/bin
DESC="name lookups"
NAME=lookupd
DAEMON=/usr/sbin/$NAME
PIDFILE=/run/$NAME.pid
LOOKUPD_OPTS="-c /etc/lookupd.conf"

[ -x "$DAEMON" ] || exit 0
[ -r /etc/default/$NAME ] && . /etc/default/$NAME
. /lib/lsb/init-functions

do_start()
{
	[ -d /run/lookupd ] || mkdir /run/lookupd
	chown lookup /run/lookupd
	start-stop-daemon --start --quiet --pidfile $PIDFILE --exec $DAEMON --test > /dev/null \
		|| return 1
	start-stop-daemon --start --quiet --background --make-pidfile --pidfile $PIDFILE \
		--chuid lookup --nicelevel 5 --exec $DAEMON -- -n $LOOKUPD_OPTS \
		|| return 2
}

case "$1" in
  start)
	[ "$VERBOSE" != no ] && log_daemon_msg "Starting $DESC" "$NAME"
	do_start
	case "$?" in
		0|1) [ "$VERBOSE" != no ] && log_end_msg 0 ;;
		2) [ "$VERBOSE" != no ] && log_end_msg 1 ;;
	esac
	;;
  stop)
	start-stop-daemon --stop --quiet --retry=TERM/30/KILL/5 --pidfile $PIDFILE --name $NAME
	;;
  restart|force-reload)
	$0 stop
	$0 start
	;;
  *)
	echo "Usage: $0 {start|stop|restart}" >&2
	exit 3
	;;
esac

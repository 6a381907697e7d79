#!/bin/bash
# chkconfig: 2345 55 25
# description: remote logins and the clock
. /etc/rc.d/init.d/functions
[ -f /etc/sysconfig/sshd ] && . /etc/sysconfig/sshd

RETVAL=0
prog="sshd"
lock=/var/lock/subsys/$prog

keys() {
	if [ ! -s /etc/ssh/ssh_host_key ]; then
		/usr/bin/ssh-keygen -q -t rsa -f /etc/ssh/ssh_host_key -N ''
	fi
}

start() {
	[ "$EUID" = "" ] && exit 4
	keys
	echo -n $"Starting $prog: "
	daemon --pidfile=/var/run/sshd.pid /usr/sbin/sshd $OPTIONS && success || failure
	RETVAL=$?
	[ $RETVAL -eq 0 ] && touch $lock
	daemon --user ntp "/usr/sbin/ntpd -u ntp:ntp -p /var/run/ntpd.pid"
	daemon +5 --user=stats /opt/stats/bin/collect --interval 10 ">/dev/null" "&"
	return $RETVAL
}

stop() {
	killproc -p /var/run/sshd.pid /usr/sbin/sshd
	rm -f $lock
}

case "$1" in
	start) start ;;
	stop) stop ;;
	restart) stop; start ;;
	condrestart) [ -f $lock ] && restart || : ;;
	status) status sshd ;;
	*) echo $"Usage: $0 {start|stop}"; exit 1
esac
exit $RETVAL

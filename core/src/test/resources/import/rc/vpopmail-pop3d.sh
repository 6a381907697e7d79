#!/bin/sh
#
# virtual domains: POP3 whose logins open SMTP, and the SMTP side of it
#
VPOP=/home/vpopmail
HOST=$(hostname)

case "$1" in
start)
	if [ ! -x $VPOP/bin/vchkpw ]; then
		echo "no vpopmail" >&2
		exit 1
	fi
	/usr/local/bin/tcpserver -H -R 0 110 \
		/var/qmail/bin/qmail-popup "$HOST" $VPOP/bin/vchkpw \
		/usr/local/bin/checkpassword-fallback \
		/var/qmail/bin/qmail-pop3d Maildir >>/var/log/pop3d 2>&1 &
	echo $! > /var/run/pop3d.pid

	/usr/local/bin/tcpserver -H -R -x $VPOP/etc/tcp.smtp.cdb \
		-u `id -u vpopmail` -g `id -g vpopmail` 0 25 \
		/var/qmail/bin/qmail-smtpd >/dev/null 2>&1 &
	echo $! > /var/run/smtpd.pid
	;;
stop)
	kill `cat /var/run/pop3d.pid` `cat /var/run/smtpd.pid`
	;;
*)
	echo "usage: $0 start|stop"
	exit 1
esac

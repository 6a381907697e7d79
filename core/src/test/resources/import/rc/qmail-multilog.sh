#!/bin/sh
# Started once at boot. Users come from the system, limits from here.
QMAILDUID=`id -u qmaild`
NOFILESGID=`id -g qmaild`
MAXSMTPD=40
LOGS=/var/log/qmail

ulimit -n 1024
cd /var/qmail

setuidgid alias true

nohup /usr/local/bin/softlimit -m 20000000 \
    /usr/local/bin/tcpserver -v -R -l 0 -x /etc/tcp/smtp.cdb -c "$MAXSMTPD" \
    -u "$QMAILDUID" -g "$NOFILESGID" 0 25 /var/qmail/bin/qmail-smtpd 2>&1 \
    | setuidgid qmaill multilog t s500000 n20 $LOGS/smtpd &

(
    umask 077
    exec /var/qmail/bin/qmail-start ./Mailbox setuidgid qmaill multilog t $LOGS/send
) &

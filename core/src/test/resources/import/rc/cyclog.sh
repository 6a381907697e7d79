#!/bin/sh
# the first daemontools, before there was multilog
log=/var/log/qmail
csh -cf 'supervise /var/lock/q true' </dev/null >/dev/null
echo -n "qmail "
setuidgid qmaild tcpserver -c 30 0 smtp qmail-smtpd 2>&1 \
| setuser qmaill accustamp | setuser qmaill cyclog -s1000000 -n15 $log/smtp &
setuidgid finger tcpserver 0 79 fingerd | cat >>/var/log/finger &
tail -f /var/log/messages | grep -v noise | mail -s log root &

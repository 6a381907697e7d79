# queue daemon
/usr/local/mail/queued >>/var/log/queued.log 2>&1 &
echo $! >/var/run/queued.pid

# smtpd
tcpserver -u 1003 -g 1003 0 25 /usr/local/mail/smtpd >>/var/log/smtpd.log 2>&1 &
echo $! >/var/run/smtpd.pid

# pop3d
tcpserver 0 110 /usr/local/mail/pop3d >>/var/log/pop3d.log 2>&1 &
echo $! >/var/run/pop3d.pid

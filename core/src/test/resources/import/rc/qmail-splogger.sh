#!/bin/sh
# /etc/rc.d/rc.mail: the mail system of this machine
PATH=/var/qmail/bin:/usr/local/bin:/bin:/usr/bin
export PATH

# deliveries
echo -n "mail:"
env - PATH="$PATH" qmail-start ./Maildir/ splogger qmail &
echo -n " send"

# SMTP
tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp \
    /var/qmail/bin/qmail-smtpd 2>&1 | splogger smtpd 3 &
echo -n " smtp"

# POP3
tcpserver 0 pop3 qmail-popup mail.example.org checkpassword \
    qmail-pop3d Maildir 2>&1 | splogger pop3d &
echo " pop3."

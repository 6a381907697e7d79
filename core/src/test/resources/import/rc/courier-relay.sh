#!/bin/sh
# POP before SMTP for POP3 and IMAP
. /etc/courier/imapd

RELAY="relay-ctrl-allow"
serve() {
    name=$1; port=$2
    shift 2
    envdir /etc/relay-ctrl relay-ctrl-chdir \
        tcpserver -v -R 0 $port "$@" 2>&1 | splogger $name &
}

serve pop3d 110 qmail-popup mail.example.org checkpassword $RELAY qmail-pop3d Maildir
serve imapd 143 /usr/lib/courier-imap/sbin/imaplogin $RELAY authvchkpw /usr/lib/courier-imap/bin/imapd "$MAILDIRPATH"

envdir /etc/relay-ctrl relay-ctrl-chdir \
    tcpserver -v -x /etc/tcp.smtp.cdb 0 25 relay-ctrl-check setuidgid qmaild qmail-smtpd 2>&1 | splogger smtpd &

/usr/lib/courier-imap/libexec/authlib/authdaemond start

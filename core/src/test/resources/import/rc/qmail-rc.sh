#!/bin/sh

# Using splogger to send the log through syslog.
# Using control/defaultdelivery from this machine.

exec env - PATH="/var/qmail/bin:$PATH" \
qmail-start "`cat /var/qmail/control/defaultdelivery`" splogger qmail 2

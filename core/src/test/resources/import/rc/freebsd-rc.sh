#!/bin/sh
# PROVIDE: mqueue
# REQUIRE: LOGIN
# KEYWORD: shutdown

. /etc/rc.subr

name=mqueue
rcvar=mqueue_enable
load_rc_config $name

: ${mqueue_enable:="NO"}
: ${mqueue_runas="mq"}
: ${mqueue_nice="0"}
: ${mqueue_chdir="/var/db/mqueue"}

pidfile=/var/run/${name}.pid
command="/usr/sbin/daemon"
command_args="-f -p ${pidfile} -u ${mqueue_runas} /usr/local/sbin/mqueued -q /var/spool/mq"
start_precmd="${name}_prestart"

mqueue_prestart()
{
	install -d -o ${mqueue_runas} /var/spool/mq
}

run_rc_command "$1"

#!/sbin/openrc-run
name="cache of pages"
description="keeps pages"
command="/usr/sbin/pagecached"
command_args="--listen 8080 --size ${CACHE_SIZE:-64}"
command_user="cache:cache"
command_background="yes"
pidfile="/run/${RC_SVCNAME}.pid"
directory="/var/cache/pages"

depend() {
	need net
	after firewall
}

start_pre() {
	mkdir -p /var/cache/pages
	chown cache /var/cache/pages
}

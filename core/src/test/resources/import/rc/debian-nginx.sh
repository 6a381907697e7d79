#!/bin/sh
# a web server and its worker, as a package of ten years ago would start them
DAEMON=/usr/sbin/nginx
ENABLED=0

test -x $DAEMON || exit 0
if [ "$ENABLED" = "0" ]; then
    echo "see ENABLED"
    exit 0
fi

set -e

case "$1" in
    start)
        install -d -o www-data /var/lib/nginx/body
        start-stop-daemon -S -q -p /var/run/nginx.pid -x $DAEMON
        start-stop-daemon -S -b -m -p /var/run/worker.pid -d /srv/app -c www-data:adm \
            -x /usr/bin/python3 -- -u worker.py --queue "two words"
        ;;
    stop) start-stop-daemon -K -p /var/run/nginx.pid ;;
esac

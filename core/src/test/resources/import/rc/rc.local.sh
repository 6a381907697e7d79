#!/bin/sh -e
# whatever has collected here over the years

export APP_HOME=/srv/app
export LANG=C.UTF-8
TODAY=$(date +%F)
JAVA_OPTS="-Xmx64m -Dapp.home=$APP_HOME"

echo 1 > /proc/sys/net/ipv4/ip_forward
iptables -F

# the application
cd $APP_HOME/current
nohup java $JAVA_OPTS -jar app.jar --since "$TODAY" > /var/log/app.log 2>&1 &
echo $! > /var/run/app.pid

# the bot must not run as root
su - bot -c "cd /home/bot && ./bot.py -v >> bot.log 2>&1 &"

# restarts it when it dies
while true; do
    sudo -u feed /usr/local/bin/feeder --url 'http://example.org/?a=1&b=2'
    sleep 5
done &

cd /
umask 027
( cd /opt/game; ulimit -c 0; MODE=night ./server -p 4000 ) >/dev/null 2>&1 &

runuser -u proxy -- /usr/local/bin/socksd -f /etc/socks.conf &
/usr/local/apache/bin/apachectl start
/opt/vendor/agentd --daemonize
csh -cf '/var/qmail/rc &'
/command/svscanboot &
exit 0

#!/bin/sh
# What check.sh does inside the machine that it has booted. Ends with 0, or with the first thing that is not as it should be.
set -u
cd /check

fail() {
    echo "FAILED: $*"
    systemctl --no-pager status yagura.service
    svstat /etc/service/* /etc/service/*/log
    exit 1
}

step() {
    echo "== $*"
}

# Tries a command again for so many seconds.
within() {
    seconds=$1
    shift
    tries=$((seconds * 5))
    until "$@"; do
        [ "$tries" -gt 0 ] || fail "not within $seconds s: $*"
        tries=$((tries - 1))
        sleep 0.2
    done
}

pid() {
    svstat "/etc/service/$1" | sed -n 's/.*up (pid \([0-9]*\)).*/\1/p'
}

up() {
    [ -n "$(pid web)" ] && [ -n "$(pid web/log)" ]
}

gone() {
    [ ! -e "/proc/$1" ]
}

pids() {
    echo "$(pid web) $(pid web/log)"
}

main_pid() {
    systemctl show -p MainPID --value yagura.service
}

active() {
    systemctl -q is-active "$1"
}

install_debians() {
    dpkg -i daemontools*.deb ucspi-tcp*.deb || fail "Debian's packages are not installed"
}

ours() {
    dpkg -i ours/yagura_0.1.0-"$1"_*.deb >dpkg.log 2>&1 || {
        cat dpkg.log
        fail "ours is not installed"
    }
    cat dpkg.log
}

step "Debian's daemontools runs a service"
install_debians
mkdir -p /etc/web/log
printf '#!/bin/sh\necho started\nexec sleep 98765\n' >/etc/web/run
printf '#!/bin/sh\nexec multilog t ./main\n' >/etc/web/log/run
chmod 755 /etc/web/run /etc/web/log/run
update-service --add /etc/web
within 20 up
active daemontools-run.service || fail "Debian's unit does not run"
first=$(pids)

step "ours takes its place and starts the service again"
ours 1
grep -q '^yagura: starting the services in /etc/service: 1$' dpkg.log || fail "it does not say so"
within 20 up
[ "$(pids)" != "$first" ] || fail "nothing was started again"
active yagura.service || fail "the unit does not run"
! active daemontools-run.service || fail "Debian's unit still runs"
[ "$(readlink "/proc/$(main_pid)/exe")" = /usr/bin/yagura ] || fail "not our svscan"
[ "$(systemctl show -p TasksMax --value yagura.service)" = infinity ] || fail "tasks are limited"

step "an upgrade changes no pid"
before="$(pids) $(main_pid)"
ours 2
[ "$(pids) $(main_pid)" = "$before" ] || fail "was $before, is $(pids) $(main_pid)"
[ "$(readlink "/proc/$(main_pid)/exe")" = /usr/bin/yagura ] || fail "svscan is still the old program"
active yagura.service || fail "the unit does not run"

step "a killed svscan comes back, and the service does not notice"
before=$(pids)
killed=$(main_pid)
kill -KILL "$killed"
other_svscan() {
    active yagura.service && [ "$(main_pid)" != "$killed" ] && [ "$(main_pid)" != 0 ]
}
within 20 other_svscan
[ "$(pids)" = "$before" ] || fail "was $before, is $(pids)"

step "systemctl stop ends it in order, and start starts it"
before=$(pids)
systemctl stop yagura.service || fail "stop"
for each in $before; do gone "$each" || fail "$each still runs"; done
systemctl start yagura.service || fail "start"
within 20 up

step "removal stops the service and keeps its files, purging too"
before=$(pids)
dpkg -r yagura || fail "not removed"
for each in $before; do gone "$each" || fail "$each still runs"; done
dpkg -P yagura || fail "not purged"
[ -e /etc/service/web/run ] && [ -s /etc/web/log/main/current ] && [ -d /var/lib/supervise/web ] || fail "files are missing"

step "what runs outside the unit is taken over in place"
install_debians
systemctl -q disable --now daemontools-run.service
printf '[Service]\nType=forking\nGuessMainPID=no\nKillMode=process\nExecStart=/bin/sh -c "/usr/bin/svscanboot &"\n' >/etc/systemd/system/rc.service
systemctl daemon-reload
systemctl start rc.service
within 30 up
before=$(pids)
ours 1
grep -q '^yagura: taking over the services in /etc/service ' dpkg.log || fail "it does not say so"
within 20 active yagura.service
[ "$(readlink "/proc/$(main_pid)/exe")" = /usr/bin/yagura ] || fail "not our svscan"
[ "$(pids)" = "$before" ] || fail "was $before, is $(pids)"
svc -dx /etc/service/web /etc/service/web/log
other_pids() {
    up && [ "$(pids)" != "$before" ]
}
within 20 other_pids
[ -z "$(find /proc/[0-9]*/exe -lname '/usr/bin/supervise*' 2>/dev/null)" ] || fail "a supervise of theirs is left"
dpkg -P yagura || fail "not purged"

step "a svscan that is the main process of another unit is left to that unit"
install_debians
systemctl -q disable --now daemontools-run.service
printf '[Service]\nKillMode=process\nExecStart=/usr/bin/svscan /etc/service\n' >/etc/systemd/system/own.service
systemctl daemon-reload
systemctl start own.service
within 30 up
before=$(pids)
ours 1
grep -q 'belongs to own.service: restart that to replace it$' dpkg.log || fail "it does not say so"
! active yagura.service || fail "ours runs beside it"
systemctl restart own.service
[ "$(readlink "/proc/$(systemctl show -p MainPID --value own.service)/exe")" = /usr/bin/yagura ] || fail "not our svscan"
[ "$(pids)" = "$before" ] || fail "was $before, is $(pids)"
exit 0

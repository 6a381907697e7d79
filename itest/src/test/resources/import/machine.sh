#!/bin/sh
# machine.sh DIR BINARY LINKS KIND NAME SOURCE
#
# In namespaces of its own for mounts and network: this machine's files with others laid over them (in DIR, gone when we are gone), the
# tools from BINARY, accounts, and a stand-in for each program that the imported services run. Imports SOURCE, which there is /etc/NAME,
# starts what came out, and prints for each service what its program was given, and who it was, from its log.
set -eu
dir=$1 binary=$2 links=$3 kind=$4 name=$5 source=$6

mkdir "$dir"
mount -t tmpfs none "$dir"
mkdir "$dir/upper" "$dir/work" "$dir/root"
mount -t overlay none -o "lowerdir=/,upperdir=$dir/upper,workdir=$dir/work" "$dir/root"
root=$dir/root
mount -t proc none "$root/proc"
mount --rbind /dev "$root/dev"

bin=$root/usr/local/bin
rm -rf "$root/service" "$root/etc/sv" && mkdir -p "$bin" "$root/service"
cp "$binary" "$bin/yagura"
"$links" "$bin" yagura >/dev/null
uid=3001
for user in alias bot cache feed finger lookup maillog mq multilog named ntp proxy qmaild qmaill stats vpopmail web www-data; do
    sed -i "/^$user:/d" "$root/etc/passwd"
    echo "$user:x:$uid:$uid::/:/bin/sh" >>"$root/etc/passwd"
    uid=$((uid + 1))
done
for made in /etc/relay-ctrl /home/bot /opt/game /srv/app/current /srv/web /var/db/mqueue /var/qmail/control /var/log/qmail /etc/default \
    /etc/sysconfig /etc/courier /run/web; do
    mkdir -p "$root$made"
done
echo ./Maildir/ >"$root/var/qmail/control/defaultdelivery"
echo 'MAILDIRPATH=Maildir' >"$root/etc/courier/imapd"
echo 'OPTIONS="-4 -q"' >"$root/etc/sysconfig/sshd"
echo 'LOOKUPD_OPTS="-c /etc/other.conf"' >"$root/etc/default/lookupd"
echo 'a line' >"$root/var/log/messages"

standin() {
    mkdir -p "$root${1%/*}"
    rm -f "$root$1"
    cat >"$root$1"
    chmod 755 "$root$1"
}
# who tests may be nice already
plain="#!/bin/sh
echo \"\$0 \$*: \$(id -un), in \$(pwd), umask \$(umask), nice \$((\$(nice) - $(nice)))\"
exec sleep 98765"
for program in tcpserver qmail-start java mail node gunicorn; do
    echo "$plain" | standin "/usr/local/bin/$program"
done
for program in /usr/local/bin/feeder /usr/local/bin/socksd /usr/local/apache/bin/apachectl /opt/vendor/agentd /var/qmail/rc \
    /var/qmail/bin/qmail-start /usr/lib/courier-imap/libexec/authlib/authdaemond /usr/sbin/lookupd /usr/sbin/busd /usr/local/mail/queued /usr/sbin/nginx /usr/bin/python3 \
    /usr/sbin/sshd /usr/sbin/ntpd /opt/stats/bin/collect /usr/sbin/named /usr/sbin/nscd /usr/local/sbin/mqueued /usr/sbin/pagecached \
    /usr/sbin/syslogd /usr/sbin/klogd /usr/sbin/crond /usr/sbin/atd /usr/sbin/sensord /usr/local/sbin/tunnel /opt/game/server \
    /home/bot/bot.py /opt/relay/relay /opt/relay/watch /usr/bin/ssh-keygen /srv/web/bin/web /srv/web/bin/worker; do
    echo "$plain" | standin "$program"
done
for program in relay-ctrl-chdir; do
    printf '#!/bin/sh\nexec "$@"\n' | standin "/usr/local/bin/$program"
done
printf '#!/bin/sh\nexit 0\n' | standin /usr/bin/ssh-keygen
printf '#!/bin/sh\necho host\n' | standin /usr/local/bin/hostname
printf '#!/bin/sh\necho 2026-01-02\n' | standin /usr/local/bin/date

# what belongs to it comes along
there=/etc/$name
more=
case $kind in
procfile)
    there=/srv/web/Procfile
    cp "${source%/*}/Procfile.env" "$root/srv/web/.env"
    more='--given /srv/web/.env'
    ;;
systemd)
    cp "${source%/*}/web.socket" "$root/etc/web.socket"
    [ "$name" != web.service ] || more='--given /etc/web.socket'
    ;;
esac
rm -rf "$root$there"
cp -R "$source" "$root$there"
inside() {
    env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin "YAGURA_TEST_ID=$YAGURA_TEST_ID" chroot "$root" "$@"
}
code=0
inside yagura import --into /etc/sv $more "$kind" "$there" >"$dir/report" || code=$?
echo "import: $code"
for service in "$root"/etc/sv/*; do
    [ -d "$service" ] && ln -s "/etc/sv/${service##*/}" "$root/service/${service##*/}"
done
inside svscan /service 2>"$dir/svscan" &
svscan=$!

logs=
for service in "$root"/etc/sv/*; do
    log=$(sed -n 's/^exec setuidgid .* \([./].*\)$/\1/p' "$service/log/run" 2>/dev/null || :)
    case $log in
    /*) log=$root$log ;;
    *) log=$service/log/${log#./} ;;
    esac
    [ ! -e "$service/log" ] || logs="$logs $log/current"
done
tries=0
complete=
while [ -z "$complete" ] && [ "$tries" -lt 300 ]; do
    complete=yes
    for service in "$root"/etc/sv/*; do
        [ ! -e "$service/down" ] || inside svc -u "/service/${service##*/}" 2>/dev/null || complete=
    done
    for log in $logs; do
        grep -q ', umask ' "$log" 2>/dev/null || complete=
    done
    [ -n "$complete" ] || sleep 0.1
    tries=$((tries + 1))
done
for service in "$root"/etc/sv/*; do
    down=
    [ ! -e "$service/down" ] || down=' (down)'
    echo "${service##*/}$down"
done
for log in $logs; do
    [ ! -s "$log" ] || { sed -n '/, umask /{s/^@[0-9a-f]* //p;q}' "$log"; inside stat -c '    %U %n' "${log#"$root"}"; }
done
sed 's/^/    /' "$dir/svscan"
kill -TERM "$svscan"
wait "$svscan" || :

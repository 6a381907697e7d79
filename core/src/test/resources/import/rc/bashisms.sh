#!/bin/bash
# what a POSIX shell does not have
HOSTS=(alpha beta)
declare -r base=/opt/relay
if [[ -f /etc/relay && $1 == start ]]; then
    echo go
fi
(( count++ ))
function launch {
    local who=${1^^}
    $base/relay --for alpha &> /var/log/relay.log &
}
launch alpha
for h in "${HOSTS[@]}"; do
    echo "$h"
done
eval "$(cat /etc/more)"
cat <<EOF >/etc/relay.conf
# made at boot
$base/relay &
EOF
diff <(ls a) <(ls b)
$base/watch -t 5 >/dev/null 2>&1 &

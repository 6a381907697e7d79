# The trees of services that run in this root. A container or a chroot has another root, and is not ours to look after.
#
# Sets nothing, prints pids: those of a svscan whose program is $1, even if the file has been replaced since.
svscans() {
    for process in /proc/[0-9]*; do
        # Without a process for each process.
        { read -r name <"$process/comm"; } 2>/dev/null || continue
        [ "$name" = svscan ] || continue
        [ "$process/root/" -ef / ] || continue
        program=$(readlink "$process/exe") || continue
        [ "${program% (deleted)}" = "$1" ] || continue
        echo "${process#/proc/}"
    done
}

# A process that has ended may still wait for its parent.
lives() {
    case $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) in
        '' | Z | X) return 1 ;;
    esac
}

# Waits until a process has ended, $2 seconds at most.
ended() {
    tries=$(($2 * 5))
    while lives "$1"; do
        [ "$tries" -gt 0 ] || return 1
        tries=$((tries - 1))
        sleep 0.2
    done
}

say() {
    echo "yagura: $*"
}

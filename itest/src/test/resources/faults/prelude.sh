# Words for the stories of daemons.faults.

umask 022

# keep COMMAND...: runs it in the background, disturbed, and again in peace until it ends well. The file pid has the process, ends how it
# ended otherwise; over is made at the end. IN and OUT are its descriptors 0 and 1; when that is a pipe, closing says that its end is to be read.
keep() {
    {
        $INJECT "$@" <"$IN" >>"$OUT" &
        echo $! >pid
        wait $!
        code=$?
        while [ $code != 0 ]; do
            echo "$1 ended: $code" >>ends
            [ "$(wc -l <ends)" -lt 20 ] || exit 1
            # 0.76's second between two starts is for svscan to keep
            sleep 0.1
            [ -e closing ] && { : >"$IN" & }
            "$@" <"$IN" >>"$OUT" &
            echo $! >pid
            wait $!
            code=$?
        done
        : >over
    } 3>&- &
}

# await CONDITION: until it holds.
await() {
    tries=0
    until eval "$1"; do
        tries=$((tries + 1))
        if [ $tries -gt 700 ]; then
            echo "never: $1"
            exit 1
        fi
        sleep 0.02
    done
}

# tell OPTIONS SERVICE CONDITION: svc, again until it holds: a command that was not read yet dies with its supervise.
tell() {
    await "svc $1 $2 2>>svc.err; sleep 0.05; $3"
}

# nudge SERVICE: as svscan does where a slot of a living supervise has ended.
nudge() {
    svok $1 || printf s | dd oflag=nonblock of=$1/supervise/scan 2>/dev/null
    svok $1/log || printf l | dd oflag=nonblock of=$1/supervise/scan 2>/dev/null
}

# term SIGNAL: to the process that is kept, and to its successor if it dies otherwise, until it is over; again after a while, as the
# signal that it was to send on may have failed. One that has just begun does not know its signals yet, and would die of them.
term() {
    times=0
    until [ -e over ]; do
        former=$(cat pid)
        waited=0
        until grep -q '^SigBlk:.[0-9a-f]\{12\}[4-7c-f]' /proc/$former/status 2>/dev/null || [ $waited -gt 25 ] ||
            [ -e over ] || [ "$(cat pid)" != "$former" ]; do
            waited=$((waited + 1))
            sleep 0.02
        done
        kill -s $1 $former 2>/dev/null
        waited=0
        until [ -e over ] || [ "$(cat pid)" != "$former" ] || [ $waited -gt 200 ]; do
            waited=$((waited + 1))
            sleep 0.02
        done
        times=$((times + 1))
        if [ $times -gt 8 ]; then
            echo "never over"
            exit 1
        fi
    done
}

# service NAME: a directory whose run notes each start and each second copy.
service() {
    mkdir -p $1
    cat >$1/run <<'RUN'
#!/bin/sh
echo $$ >pid
echo $$ >>starts
exec 9>>alive
flock -n 9 || echo "$PWD" >>"$TOP/doubled"
echo line
echo $$ >>said
exec sleep 98765
RUN
    chmod 755 $1/run
}

# logger NAME: a log for it, with a run that is an ordinary multilog.
logger() {
    mkdir -p $1/log
    printf '#!/bin/sh\nexec 9>>alive; flock -n 9 || echo log >>"$TOP/doubled"\nexec multilog s16777215 ./main\n' >$1/log/run
    chmod 755 $1/log/run
}

IN=/dev/null
OUT=/dev/stdout
TOP=$PWD
export TOP

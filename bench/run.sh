#!/bin/sh
# make bench: builds the measuring program and runs it.
#
#   run.sh [--quick] [--only PREFIX]... [--out DIRECTORY]    beside the peers; see Main
#   run.sh kernels                                           JMH on what core does most
set -eu
cd "$(dirname "$0")/.."

if [ "${1:-}" = kernels ]; then
    exec mvn -q -Dquick -DskipTests -Pkernels -pl bench -am package
fi

mvn -q -Dquick -DskipTests -pl bench -am package

java=$(bench/java.sh)
exec "$java" -Xmx256m -cp bench/target/classes org.yagura.bench.Main "$@" .

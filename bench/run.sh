#!/bin/sh
# make bench: builds the measuring program and runs it.
#
#   run.sh [--quick] [--only PART]... [--log-gb N] [--out DIRECTORY]    beside the peers; see Main
#   run.sh kernels                                         JMH on what core does most
set -eu
cd "$(dirname "$0")/.."

if [ "${1:-}" = kernels ]; then
    exec mvn -q ${MAVEN_ARGS:-} -Dquick -DskipTests -Pkernels -pl bench -am package
fi

bench/peers.sh build/peers
mvn -q ${MAVEN_ARGS:-} -Dquick -DskipTests -Plibraries -pl bench -am package

# Whatever comes of the run is below this process and ends with it, also if the run is interrupted or killed.
if command -v musl-gcc >/dev/null 2>&1; then cc=musl-gcc; else cc=cc; fi
$cc -static -O2 -o bench/target/nest bench/src/main/c/nest.c

java=$(bench/java.sh)
exec bench/target/nest -o "$java" -Xmx256m -Djava.awt.headless=true -cp 'bench/target/classes:bench/target/libraries/*' \
    org.yagura.bench.Main "$@" .

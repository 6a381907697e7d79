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

# The build was done by a JDK that Maven found for itself; the program needs 21 or later.
java=
for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" /usr/lib/jvm/*/bin/java java; do
    version=$("$candidate" -XshowSettings:properties -version 2>&1 |
        sed -n 's/.*java.specification.version = \([0-9]*\).*/\1/p') || continue
    if [ "${version:-0}" -ge 21 ]; then
        java=$candidate
        break
    fi
done
if [ -z "$java" ]; then
    echo "bench: fatal: no Java 21 or later was found" >&2
    exit 111
fi
exec "$java" -Xmx256m -cp bench/target/classes org.yagura.bench.Main "$@" .

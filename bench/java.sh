#!/bin/sh
# Prints the path of a Java that can run what was built: Maven found a JDK for itself, the programs need 21 or later.
for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" /usr/lib/jvm/*/bin/java java; do
    version=$("$candidate" -XshowSettings:properties -version 2>&1 |
        sed -n 's/.*java.specification.version = \([0-9]*\).*/\1/p') || continue
    if [ "${version:-0}" -ge 21 ]; then
        echo "$candidate"
        exit 0
    fi
done
echo "fatal: no Java 21 or later was found" >&2
exit 111

#!/bin/sh
# make fuzz: a coverage-guided fuzzer on each target in turn.
#
#   run.sh MINUTES [TARGET]...
#
# Starts from corpus/TARGET; what reaches further is kept in target/corpus (and can be put into corpus/ when it is worth it). An input
# that breaks what must hold is written to fuzz/findings/TARGET, and the exit code is 1.
set -eu
cd "$(dirname "$0")/.."

minutes=$1
shift
mvn -q -Dquick -DskipTests -Pfuzz -pl fuzz -am package
java=$(bench/java.sh)
cd fuzz
[ $# -gt 0 ] || set -- $(ls corpus)
seconds=$((minutes * 60 / $#))
[ "$seconds" -ge 1 ] || seconds=1
found=0
for target in "$@"; do
    first=$(printf '%s' "$target" | cut -c1 | tr '[:lower:]' '[:upper:]')
    class=org.yagura.fuzz.$first$(printf '%s' "$target" | cut -c2-)Fuzz
    mkdir -p "target/corpus/$target" "findings/$target"
    echo "fuzz: $target, $seconds s"
    "$java" -cp "target/classes:$(cat target/classpath)" com.code_intelligence.jazzer.Jazzer \
        --target_class="$class" --instrumentation_includes='org.yagura.**' --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*' \
        --reproducer_path=target -max_total_time="$seconds" -max_len=8192 -artifact_prefix="findings/$target/" -print_final_stats=1 \
        "target/corpus/$target" "corpus/$target" >"target/$target.log" 2>&1 || {
        found=1
        grep -A 12 '^== Java Exception' "target/$target.log" || tail -5 "target/$target.log"
    }
    grep -E '^stat::number_of_executed_units|^stat::new_units_added' "target/$target.log" || :
    rmdir "findings/$target" 2>/dev/null || :
done
rmdir findings 2>/dev/null || :
exit "$found"

package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yagura.itest.harness.Injector.Fault;

/** How many faults were injected where; {@code make faults} puts the table into doc/faults.md. */
public final class FaultCounts {
    private static final Path TABLE =
            Path.of(System.getProperty("yagura.root", "..")).resolve("build/faults.table");
    private static final Map<String, FaultCounts> BY_CASE = new TreeMap<>();

    private final Set<String> calls = new TreeSet<>();
    private int errors;
    private int kills;
    private int survived;
    private int missed;

    private FaultCounts() {}

    /** A fault after which all that must hold did. */
    public static synchronized void held(String where, Fault fault, boolean survived) {
        FaultCounts counts = BY_CASE.computeIfAbsent(where, ignored -> new FaultCounts());
        counts.calls.add(fault.call().toString());
        counts.errors += fault.kills() ? 0 : 1;
        counts.kills += fault.kills() ? 1 : 0;
        counts.survived += survived ? 1 : 0;
        write();
    }

    /** A call that did not take place this time. */
    public static synchronized void missed(String where, Fault fault) {
        FaultCounts counts = BY_CASE.computeIfAbsent(where, ignored -> new FaultCounts());
        counts.calls.add(fault.call().toString());
        counts.missed++;
        write();
    }

    private static void write() {
        StringBuilder text = new StringBuilder(
                "| what is run | calls | errors injected | kills | of these unnoticed | call not reached |\n|---|---:|---:|---:|---:|---:|\n");
        FaultCounts all = new FaultCounts();
        int calls = 0;
        for (Map.Entry<String, FaultCounts> each : BY_CASE.entrySet()) {
            FaultCounts counts = each.getValue();
            counts.row(text, each.getKey(), counts.calls.size());
            calls += counts.calls.size();
            all.errors += counts.errors;
            all.kills += counts.kills;
            all.survived += counts.survived;
            all.missed += counts.missed;
        }
        all.row(text, "**all**", calls);
        try {
            Files.createDirectories(TABLE.toAbsolutePath().getParent());
            Files.writeString(TABLE, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void row(StringBuilder text, String name, int callCount) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(callCount)
                .append(" | ")
                .append(errors)
                .append(" | ")
                .append(kills)
                .append(" | ")
                .append(survived)
                .append(" | ")
                .append(missed)
                .append(" |\n");
    }
}

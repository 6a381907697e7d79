package org.yagura.core.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which entries lead through which names of which watched directories. */
public final class Traces {
    private final Buckets<Trace> table = new Buckets<>();
    private @Nullable Trace own;

    /** Adds one; {@code entry} null stands for the scan directory's own path. */
    public void add(int watch, byte[] name, @Nullable Entry entry) {
        Trace trace = new Trace(watch, name, entry);
        table.add(trace, hash(watch, name));
        if (entry == null) {
            trace.nextOfEntry = own;
            own = trace;
        } else {
            trace.nextOfEntry = entry.traces;
            entry.traces = trace;
        }
    }

    /** The first trace through a name, or null. */
    public @Nullable Trace first(int watch, byte[] name) {
        return matching(table.first(hash(watch, name)), watch, name);
    }

    /** The next one through the same name, or null. */
    public @Nullable Trace after(Trace trace) {
        return matching(table.after(trace), trace.watch, trace.name);
    }

    /** Takes one trace of an entry out. @return it, or null where it has none left */
    public @Nullable Trace take(@Nullable Entry entry) {
        Trace trace = entry == null ? own : entry.traces;
        if (trace == null) {
            return null;
        }
        if (entry == null) {
            own = trace.nextOfEntry;
        } else {
            entry.traces = trace.nextOfEntry;
        }
        table.remove(trace);
        return trace;
    }

    /** The number of traces. */
    public int count() {
        return table.count();
    }

    private @Nullable Trace matching(@Nullable Trace from, int watch, byte[] name) {
        Trace trace = from;
        while (trace != null && !(trace.watch == watch && Arrays.equals(trace.name, name))) {
            trace = table.after(trace);
        }
        return trace;
    }

    private static int hash(int watch, byte[] name) {
        return Buckets.hash(name) * 31 + watch;
    }
}

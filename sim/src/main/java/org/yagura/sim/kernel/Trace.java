package org.yagura.sim.kernel;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The last calls of all processes, for the story of a failure. */
public final class Trace {
    private static final int LINES = 4096;

    private @Nullable PrintStream out;

    private final Entry[] entries = new Entry[LINES];
    private long count;

    private record Entry(long nowNs, int pid, String program, Call call, String path, int result) {}

    /** From now on everything is printed as it happens. */
    public void printTo(PrintStream stream) {
        out = stream;
    }

    /** Something that happened to the machine. */
    void note(long nowNs, String what) {
        if (out != null) {
            out.println(nowNs / 1000 + " us: " + what);
        }
    }

    void add(long nowNs, SimProcess process, Call call, String path, int result) {
        entries[(int) (count++ % LINES)] = new Entry(nowNs, process.pid, process.name, call, path, result);
        if (out != null) {
            out.print(last(1));
        }
    }

    /** How many calls there were in all: the same seed must give the same number. */
    public long count() {
        return count;
    }

    /** The last lines, oldest first. */
    public String last(int lines) {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, count - Math.min(lines, LINES)); i < count; i++) {
            Entry entry = entries[(int) (i % LINES)];
            long us = entry.nowNs / 1000;
            text.append(us / 1_000_000)
                    .append('.')
                    .append(String.valueOf(1_000_000 + us % 1_000_000).substring(1));
            text.append(' ').append(entry.program).append('[').append(entry.pid).append("] ");
            text.append(entry.call)
                    .append(' ')
                    .append(entry.path)
                    .append(" = ")
                    .append(entry.result)
                    .append('\n');
        }
        return text.toString();
    }
}

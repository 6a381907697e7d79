package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the writers of a scenario have written: the truth that logs are compared with. */
public final class Ledger {
    private final Map<String, List<String>> accepted = new LinkedHashMap<>();
    /** By how much longer writers pause than they were told to. */
    public int slowness = 1;

    private final Map<String, Integer> next = new LinkedHashMap<>();

    /** The next line of a writer, newline included; padded to a length. */
    String begin(String writer, int length) {
        int number = next.merge(writer, 1, Integer::sum);
        StringBuilder line =
                new StringBuilder(writer).append(' ').append(number).append(' ');
        while (line.length() < length - 1) {
            line.append('x');
        }
        return line.append('\n').toString();
    }

    /** A writer has given so many bytes of a line to the kernel. One killed on the way never says so. */
    void written(String writer, String line, int bytes) {
        if (bytes == line.length()) {
            accepted.computeIfAbsent(writer, name -> new ArrayList<>()).add(line);
        }
    }

    /** The lines that were written whole, in order. */
    public List<String> accepted(String writer) {
        return List.copyOf(accepted.getOrDefault(writer, List.of()));
    }
}

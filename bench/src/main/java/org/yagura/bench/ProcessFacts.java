package org.yagura.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What /proc says of a process's memory and switches.
 *
 * @param pssKib proportional share, KiB
 * @param privateDirtyKib written and not shared, KiB
 * @param pageTablesKib page tables, KiB
 * @param peakKib greatest resident size so far, KiB
 * @param switches voluntary context switches so far: how often it went to sleep, and so how often it woke
 */
public record ProcessFacts(long pssKib, long privateDirtyKib, long pageTablesKib, long peakKib, long switches) {
    public static final ProcessFacts NONE = new ProcessFacts(0, 0, 0, 0, 0);

    public static ProcessFacts of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        List<String> rollup = Files.readAllLines(proc.resolve("smaps_rollup"));
        List<String> status = Files.readAllLines(proc.resolve("status"));
        return new ProcessFacts(
                number(rollup, "Pss:"),
                number(rollup, "Private_Dirty:"),
                number(status, "VmPTE:"),
                number(status, "VmHWM:"),
                number(status, "voluntary_ctxt_switches:"));
    }

    /** The file that a process executes. */
    public static Path executable(long pid) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
    }

    public ProcessFacts plus(ProcessFacts other) {
        return new ProcessFacts(
                pssKib + other.pssKib,
                privateDirtyKib + other.privateDirtyKib,
                pageTablesKib + other.pageTablesKib,
                peakKib + other.peakKib,
                switches + other.switches);
    }

    private static long number(List<String> lines, String key) throws IOException {
        for (String line : lines) {
            if (line.startsWith(key)) {
                return Long.parseLong(Stage.words(line).get(1));
            }
        }
        throw new IOException("/proc does not tell " + key);
    }
}

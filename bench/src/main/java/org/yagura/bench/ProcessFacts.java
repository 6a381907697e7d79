package org.yagura.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What /proc says of a process's memory and time.
 *
 * @param pssKib proportional share, KiB
 * @param privateDirtyKib written and not shared, KiB
 * @param pageTablesKib page tables, KiB
 * @param peakKib greatest resident size so far, KiB
 * @param switches voluntary context switches so far: how often it went to sleep, and so how often it woke
 * @param processorNs processor time so far, ns
 */
public record ProcessFacts(
        long pssKib, long privateDirtyKib, long pageTablesKib, long peakKib, long switches, long processorNs) {
    public static final ProcessFacts NONE = new ProcessFacts(0, 0, 0, 0, 0, 0);

    private static final String JOURNAL = "/journal";

    public static ProcessFacts of(long pid) throws IOException {
        List<String> rollup = read(pid, "smaps_rollup");
        List<String> status = read(pid, "status");
        return new ProcessFacts(
                number(rollup, "Pss:"),
                number(rollup, "Private_Dirty:"),
                number(status, "VmPTE:"),
                number(status, "VmHWM:"),
                number(status, "voluntary_ctxt_switches:"),
                processorNs(pid));
    }

    /** Those of several, added up. */
    public static ProcessFacts sum(List<Long> pids) throws IOException {
        ProcessFacts sum = NONE;
        for (long pid : pids) {
            sum = sum.plus(of(pid));
        }
        return sum;
    }

    /** Processor time that a process has taken, without that of its children. */
    public static long processorNs(long pid) throws IOException {
        return Long.parseLong(Stage.words(read(pid, "schedstat").get(0)).get(0));
    }

    /** How often processes have gone to sleep, and how much processor time they took: cheaper than all facts. */
    public static ProcessFacts activity(List<Long> pids) throws IOException {
        long switches = 0;
        long ns = 0;
        for (long pid : pids) {
            switches += number(read(pid, "status"), "voluntary_ctxt_switches:");
            ns += processorNs(pid);
        }
        return new ProcessFacts(0, 0, 0, 0, switches, ns);
    }

    /** The file that a process executes. */
    public static Path executable(long pid) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
    }

    /** The name that a process was called by, without directories. */
    public static String calledBy(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        int end = line.indexOf('\0');
        Path name = Path.of(end < 0 ? line : line.substring(0, end)).getFileName();
        return Objects.toString(name);
    }

    /** Where a process's Pss is: KiB by what is mapped there, and the page tables. */
    public static Map<String, Double> whereMemoryIs(long pid) throws IOException {
        Map<String, Double> where = new LinkedHashMap<>();
        for (String kind : List.of("program", "libraries", "data and heap", "stack", "journal")) {
            where.put(kind, 0.0);
        }
        String exe = executable(pid).toString();
        String kind = "";
        for (String line : read(pid, "smaps")) {
            List<String> words = Stage.words(line);
            if (!words.get(0).endsWith(":")) {
                kind = kind(words, exe);
            } else if (words.get(0).equals("Pss:")) {
                where.merge(kind, Double.parseDouble(words.get(1)), Double::sum);
            }
        }
        where.put("page tables", (double) number(read(pid, "status"), "VmPTE:"));
        return where;
    }

    private static String kind(List<String> words, String exe) {
        String file = words.size() > 5 ? words.get(5) : "";
        if (file.equals("[stack]")) {
            return "stack";
        }
        if (file.endsWith(JOURNAL)) {
            return "journal";
        }
        boolean written = words.get(1).startsWith("rw");
        if (file.isEmpty() || file.startsWith("[") || written) {
            return "data and heap";
        }
        return file.equals(exe) ? "program" : "libraries";
    }

    public ProcessFacts plus(ProcessFacts other) {
        return new ProcessFacts(
                pssKib + other.pssKib,
                privateDirtyKib + other.privateDirtyKib,
                pageTablesKib + other.pageTablesKib,
                peakKib + other.peakKib,
                switches + other.switches,
                processorNs + other.processorNs);
    }

    private static List<String> read(long pid, String file) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
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

package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What /proc tells about processes. A process that has gone reads as empty, never as an error. */
public final class Proc {
    private Proc() {}

    /** All pids now. */
    public static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            entries.forEach(entry -> pids.add(Long.parseLong(entry.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
    }

    /** Bytes of /proc/PID/NAME as chars, empty where it cannot be read. */
    public static String read(long pid, String name) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(pid), name)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** The target of a link in /proc/PID, empty where it cannot be read. */
    public static String link(long pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), name))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** A value of /proc/PID/status, empty where there is none. */
    public static String status(long pid, String key) {
        return valueIn(read(pid, "status"), key);
    }

    /** A value of a text in the form of /proc/PID/status. */
    public static String valueIn(String status, String key) {
        for (String line : status.split("\n")) {
            if (line.startsWith(key + ":")) {
                return line.substring(key.length() + 1).strip();
            }
        }
        return "";
    }

    /** R, S, T, Z …; '-' where the process is gone. */
    public static char state(long pid) {
        String[] fields = statFields(pid);
        return fields.length == 0 ? '-' : fields[0].charAt(0);
    }

    /** Whether the process runs: neither gone nor a zombie. */
    public static boolean alive(long pid) {
        char state = state(pid);
        return state != '-' && state != 'Z' && state != 'X';
    }

    public static long parent(long pid) {
        String[] fields = statFields(pid);
        return fields.length == 0 ? -1 : Long.parseLong(fields[1]);
    }

    public static long group(long pid) {
        String[] fields = statFields(pid);
        return fields.length == 0 ? -1 : Long.parseLong(fields[2]);
    }

    public static long session(long pid) {
        String[] fields = statFields(pid);
        return fields.length == 0 ? -1 : Long.parseLong(fields[3]);
    }

    /** Clock ticks spent in user and system mode. */
    public static long ticks(long pid) {
        String[] fields = statFields(pid);
        return fields.length == 0 ? 0 : Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** The arguments, joined by blanks. */
    public static String command(long pid) {
        return read(pid, "cmdline").replace('\0', ' ').strip();
    }

    /** Living children. */
    public static List<Long> children(long pid) {
        return pids().stream()
                .filter(child -> parent(child) == pid && alive(child))
                .toList();
    }

    /** Open descriptors: number to target. */
    public static TreeMap<Integer, String> descriptors(long pid) {
        TreeMap<Integer, String> found = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path entry : entries) {
                String number = entry.getFileName().toString();
                found.put(Integer.parseInt(number), link(pid, "fd/" + number));
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    /** Sends a signal, by name without SIG. A process that has gone is no error. */
    public static void signal(long pid, String name) {
        try {
            new ProcessBuilder("/bin/kill", "-s", name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The fields of /proc/PID/stat from the state on. */
    private static String[] statFields(long pid) {
        String stat = read(pid, "stat");
        int end = stat.lastIndexOf(')');
        return end < 0 ? new String[0] : stat.substring(end + 2).split(" ");
    }
}

package org.yagura.bench;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the programs {@code mark} tell on a FIFO. */
public final class Stamps implements AutoCloseable {
    /**
     * One line.
     *
     * @param kind what happened
     * @param name which service
     * @param pid its process
     * @param ns when, on the clock of {@link System#nanoTime}
     */
    public record Stamp(String kind, String name, long pid, long ns) {}

    public final Path fifo;
    /** Keeps a writer there, so that the reader sees no end. */
    private final RandomAccessFile keeper;

    private final List<Stamp> stamps = new ArrayList<>();
    /** The last one of each kind and name. */
    private final Map<String, Stamp> latest = new HashMap<>();
    /** With fewer nobody needs to wake. */
    private int wanted = 1;

    public Stamps(Path fifo) throws IOException, InterruptedException {
        this.fifo = fifo;
        Stage.call(List.of("mkfifo", fifo.toString()));
        keeper = new RandomAccessFile(fifo.toFile(), "rw");
        Thread reader = new Thread(this::read, "stamps");
        reader.setDaemon(true);
        reader.start();
    }

    /** The first {@code count} stamps from now on, or since the last {@link #forget}, that are wanted. */
    public List<Stamp> await(String what, int count, Duration atMost, Predicate<Stamp> matching)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (stamps) {
            this.wanted = count;
            while (true) {
                List<Stamp> found =
                        stamps.stream().filter(matching).limit(count).toList();
                if (found.size() == count) {
                    return found;
                }
                long leftMs = (end - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new IOException("waited " + atMost.toSeconds() + " s in vain for: " + what + " ("
                            + found.size() + " of " + count + ")");
                }
                stamps.wait(leftMs);
            }
        }
    }

    /** The first stamp of a kind. */
    public Stamp await(String kind, Duration atMost) throws IOException, InterruptedException {
        return await(kind, 1, atMost, stamp -> stamp.kind().equals(kind)).get(0);
    }

    /** The last stamp of a kind from a service, forgotten or not. */
    public Stamp latest(String kind, String name) throws IOException {
        synchronized (stamps) {
            Stamp stamp = latest.get(kind + " " + name);
            if (stamp == null) {
                throw new IOException(name + " never told " + kind);
            }
            return stamp;
        }
    }

    public void forget() {
        synchronized (stamps) {
            stamps.clear();
        }
    }

    @Override
    public void close() throws IOException {
        // The reader ends with the writer: it is told so by a line.
        keeper.write("end - 0 0\n".getBytes(StandardCharsets.US_ASCII));
        keeper.close();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new FileInputStream(fifo.toFile()), StandardCharsets.US_ASCII))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("end ")) {
                List<String> words = Stage.words(line);
                Stamp stamp = new Stamp(
                        words.get(0), words.get(1), Long.parseLong(words.get(2)), Long.parseLong(words.get(3)));
                synchronized (stamps) {
                    stamps.add(stamp);
                    latest.put(stamp.kind() + " " + stamp.name(), stamp);
                    if (stamps.size() >= wanted) {
                        stamps.notifyAll();
                    }
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            System.err.println("bench: stamps: " + e.getMessage());
        }
    }
}

package org.yagura.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program and all that comes of it; closing kills every process of it, and no other. */
public final class Nest implements AutoCloseable {
    private final Process process;
    /** When it was started, on the clock of {@link System#nanoTime}. */
    public final long startNs;
    /** The program's pid. */
    public final long pid;

    private Nest(Process process, long startNs, long pid) {
        this.process = process;
        this.startNs = startNs;
        this.pid = pid;
    }

    public static Nest start(Suite suite, Stage stage, List<String> command, Path directory) throws IOException {
        List<String> nested = new ArrayList<>(List.of(stage.programs.helper("nest")));
        nested.addAll(stage.programs.seenWhereInstalled(suite));
        nested.addAll(command);
        ProcessBuilder builder = stage.process(suite, nested).directory(directory.toFile());
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = said.readLine();
        if (line == null) {
            throw new IOException("could not start " + command);
        }
        List<String> words = Stage.words(line);
        return new Nest(process, Long.parseLong(words.get(1)), Long.parseLong(words.get(0)));
    }

    /** All its processes. */
    public List<Long> pids() {
        return process.toHandle().descendants().map(ProcessHandle::pid).toList();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

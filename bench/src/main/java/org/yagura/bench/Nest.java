package org.yagura.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program and all that comes of it; closing kills every process of it, and no other. */
public final class Nest implements AutoCloseable {
    private final Process process;
    /** When it was about to be started, on the clock of {@link System#nanoTime}. */
    public final long startNs;
    /** The program's pid. */
    public final long pid;

    private Nest(Process process, long startNs, long pid) {
        this.process = process;
        this.startNs = startNs;
        this.pid = pid;
    }

    public static Nest start(Stage stage, List<String> command, Path directory, Map<String, String> environment)
            throws IOException {
        List<String> nested = new ArrayList<>(List.of(stage.helper("nest")));
        nested.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(nested).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(stage.log().toFile()));
        long startNs = System.nanoTime();
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String pid = said.readLine();
        if (pid == null) {
            throw new IOException("could not start " + command);
        }
        return new Nest(process, startNs, Long.parseLong(pid));
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

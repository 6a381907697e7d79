package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that a test has started, in a session of its own; its output goes to files. */
public final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    Running(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it has written to descriptor 1 so far. */
    public String out() {
        return read(out);
    }

    /** What it has written to descriptor 2 so far. */
    public String err() {
        return read(err);
    }

    /** Writes to its standard input, at once. */
    public Running write(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Ends its standard input. */
    public Running closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends a signal, by name without SIG. */
    public Running signal(String name) {
        Proc.signal(pid(), name);
        return this;
    }

    /** Waits for its end. */
    public Result end() {
        return end(30_000);
    }

    /** Waits for its end for at most {@code deadlineMs}, stretched by {@link Await#factor}. */
    public Result end(long deadlineMs) {
        try {
            if (!process.waitFor((long) (deadlineMs * Await.factor()), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "pid " + pid() + " has not ended in " + deadlineMs + " ms; out: " + out() + "; err: " + err());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Result(process.exitValue(), out(), err());
    }

    /** Waits until descriptor 2 has shown a text. */
    public void awaitErr(String text) {
        Await.until(() -> "'" + text + "' in stderr: " + err(), 20_000, () -> err().contains(text));
    }

    /** Waits until descriptor 1 has shown a text. */
    public void awaitOut(String text) {
        Await.until(() -> "'" + text + "' in stdout: " + out(), 20_000, () -> out().contains(text));
    }

    private static String read(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

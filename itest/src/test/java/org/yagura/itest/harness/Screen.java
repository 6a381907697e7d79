package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A terminal of a sandbox, in a tmux server of its own: keys are sent to it and the screen is read. */
public final class Screen {
    private final Sandbox box;
    private final String socket;

    private Screen(Sandbox box) {
        this.box = box;
        socket = box.path("tmux").toString();
    }

    /** A shell in a terminal of 100 columns and 24 rows; skips the test where there is no tmux. */
    public static Screen open(Sandbox box) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tmux")), "there is no tmux");
        Screen screen = new Screen(box);
        box.variable("TERM", "screen");
        box.write("shellrc", "PS1='ready> '\n");
        screen.tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "100",
                "-y",
                "24",
                "env ENV=./shellrc PS1='ready> ' /bin/sh");
        screen.awaitText("ready>");
        return screen;
    }

    /** Types text and presses enter. */
    public Screen line(String text) {
        return type(text).key("Enter");
    }

    public Screen type(String text) {
        tmux("send-keys", "-l", text);
        return this;
    }

    /** Presses keys, by tmux's names. */
    public Screen key(String... names) {
        List<String> words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(names));
        tmux(words.toArray(String[]::new));
        return this;
    }

    public Screen resize(int columns, int rows) {
        tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
        return this;
    }

    /** What is to be seen. */
    public String text() {
        return tmux("capture-pane", "-p");
    }

    /** The same with the codes for colours and the like. */
    public String codes() {
        return tmux("capture-pane", "-p", "-e");
    }

    /** 1 where the cursor is shown, 0 where not. */
    public String cursor() {
        return tmux("display-message", "-p", "#{cursor_flag}#{alternate_on}").strip();
    }

    public Screen awaitText(String part) {
        Await.until(() -> "'" + part + "' on the screen:\n" + text(), 20_000, () -> text().contains(part));
        return this;
    }

    public Screen awaitNo(String part) {
        Await.until(() -> "no '" + part + "' on the screen:\n" + text(), 20_000, () -> !text().contains(part));
        return this;
    }

    private String tmux(String... words) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/tmux", "-S", socket));
        command.addAll(List.of(words));
        Result result = box.run(command.toArray(String[]::new));
        if (result.exit() != 0) {
            throw new AssertionError(command + ": " + result);
        }
        return result.out();
    }
}

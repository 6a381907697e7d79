package org.yagura.itest.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Our program installed in a sandbox's {@code bin}, where a test can put another in its place. */
public final class Installed {
    private static final List<String> LINKS = List.of("svscan", "supervise", "svc", "svok", "svstat", "multilog");
    /** What the program says to who calls no tool: a text that a version of the program may have otherwise. */
    private static final String SAID = "no such command or tool: ";

    private final Sandbox box;
    private final Path program;
    private int copies;

    public Installed(Sandbox box) {
        this.box = box;
        box.mkdir("bin");
        program = box.path("bin/yagura");
        put(bytes());
        for (String link : LINKS) {
            box.symlink("bin/" + link, "yagura");
        }
        box.variable("PATH", box.path("bin") + ":" + Peers.path());
    }

    /** The path of a tool there. */
    public String tool(String name) {
        return box.path("bin").resolve(name).toString();
    }

    /** Installs a copy, with another inode, that says something in other words. @return its inode */
    public long another() {
        String text = new String(bytes(), ISO_8859_1);
        int at = text.indexOf(SAID);
        if (at >= 0) {
            text = text.substring(0, at) + "no such program, nr " + copies % 10 + text.substring(at + 21);
        }
        copies++;
        put(text.getBytes(ISO_8859_1));
        return inode();
    }

    /** Installs something else. */
    public void put(byte[] content) {
        try {
            Path written = box.path("bin/written");
            Path fresh = box.path("bin/new");
            Files.write(written, content);
            // A copy that this JVM never had open: what it starts meanwhile would inherit that, and the program would
            // be "text busy".
            new ProcessBuilder("cp", written.toString(), fresh.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            Files.delete(written);
            Sandbox.chmod(fresh, "rwxr-xr-x");
            Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Installs a shell script. */
    public void script(String body) {
        put(("#!/bin/sh\n" + body + "\n").getBytes(ISO_8859_1));
    }

    /** Takes the right to execute it away. */
    public void forbid() {
        Sandbox.chmod(program, "rw-r--r--");
    }

    public void remove() {
        box.delete("bin/yagura");
    }

    public long inode() {
        return inode(program);
    }

    /** The inode of the program that a process runs, 0 where there is no process. */
    public static long inodeOf(long pid) {
        return inode(Path.of("/proc/" + pid + "/exe"));
    }

    private static long inode(Path path) {
        try {
            return (Long) Files.getAttribute(path, "unix:ino");
        } catch (IOException e) {
            return 0;
        }
    }

    private static byte[] bytes() {
        try {
            return Files.readAllBytes(Suite.binary());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

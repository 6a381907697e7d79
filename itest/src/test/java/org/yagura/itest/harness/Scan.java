package org.yagura.itest.harness;

import java.nio.file.Files;
import java.util.List;

/** A scan directory {@code scan} with links to service directories in {@code sv}, both in a sandbox. */
public final class Scan {
    public final Sandbox box;
    /** The running svscan. */
    public Running svscan;

    private Scan(Sandbox box, Running svscan) {
        this.box = box;
        this.svscan = svscan;
    }

    /** Makes the directories and starts svscan on them. */
    public static Scan start(Sandbox box) {
        prepare(box);
        return new Scan(box, box.start("svscan", "scan"));
    }

    /** Makes the directories only. */
    public static void prepare(Sandbox box) {
        box.mkdir("scan");
        box.mkdir("sv");
    }

    /** A service directory {@code sv/NAME} that is complete but not linked yet. */
    public static Service service(Sandbox box, String name, String run) {
        prepare(box);
        return Service.make(box, "sv/" + name, run);
    }

    public static Service idle(Sandbox box, String name) {
        return service(box, name, Service.IDLE);
    }

    /** Links it into the scan directory. */
    public static void link(Sandbox box, String name) {
        box.symlink("scan/" + name, "../sv/" + name);
    }

    /** Starts another svscan on the same directory. */
    public void startAgain() {
        svscan = box.start("svscan", "scan");
    }

    /** Living supervise processes that are children of svscan or of whoever got them, in the order of their pids. */
    public static List<Long> supervises(Sandbox box) {
        return box.processes().stream()
                .filter(pid -> {
                    String command = Proc.command(pid);
                    return command.startsWith("supervise ") || command.contains("/supervise ");
                })
                .toList();
    }

    /** The pid that holds a service's lock, or -1. */
    public static long superviseOf(Sandbox box, String serviceDirectory) {
        String lock = real(box, serviceDirectory) + "/supervise/lock";
        for (long pid : supervises(box)) {
            if (Proc.descriptors(pid).containsValue(lock)) {
                return pid;
            }
        }
        return -1;
    }

    private static String real(Sandbox box, String name) {
        try {
            return box.path(name).toRealPath().toString();
        } catch (java.io.IOException e) {
            return Files.isSymbolicLink(box.path(name)) ? "dangling" : "gone";
        }
    }
}

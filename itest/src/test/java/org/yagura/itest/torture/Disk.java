package org.yagura.itest.torture;

import java.nio.file.Path;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** What the same lines cost a program that only reads, writes and syncs them, on the same disk at the same time: disk.c. */
final class Disk {
    private final Sandbox box;
    private final Running program;
    private String result = "not over";

    Disk(Sandbox box, Path disk, Path numbers, int restUs) {
        this.box = box;
        program = box.start(
                disk.toString(),
                box.path("disk").toString(),
                notes().toString(),
                numbers.toString(),
                Integer.toString(restUs));
        Await.until("the disk's notes", () -> box.exists("disk-notes"));
    }

    /** Spans of its calls that took a millisecond or more. */
    Path notes() {
        return box.path("disk-notes");
    }

    void end() {
        String[] n = program.signal("TERM").end().ok().strip().split(" ");
        result = n[0] + " lines, " + n[1] + " more than 100 ms late, the latest " + n[2] + " ms, its longest call "
                + n[3] + " ms";
    }

    @Override
    public String toString() {
        return "a program that only reads, writes and syncs: " + result;
    }
}

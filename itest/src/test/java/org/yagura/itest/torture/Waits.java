package org.yagura.itest.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** What loggers waited for that others had: processors, the disk, and lines: waits.c. */
final class Waits {
    private final Sandbox box;
    private final Running program;

    Waits(Sandbox box, Path waits, List<Path> logDirectories) {
        this.box = box;
        List<String> words = new ArrayList<>(List.of(waits.toString(), notes().toString()));
        logDirectories.forEach(each -> words.add(each.toString()));
        program = box.start(words.toArray(new String[0]));
        Await.until("the notes of waits", () -> box.exists("waits-notes"));
    }

    Path notes() {
        return box.path("waits-notes");
    }

    void end() {
        program.signal("TERM").end().ok();
    }
}

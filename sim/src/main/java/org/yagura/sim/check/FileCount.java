package org.yagura.sim.check;

import org.yagura.sim.stage.LogReader;
import org.yagura.sim.stage.Stage;

/** A log directory has no more files than it may. To be asked when its logger has ended. */
public final class FileCount {
    private FileCount() {}

    /** @param most with current */
    public static void check(Stage stage, String directory, int most) {
        int files = LogReader.finished(stage, directory).size() + 1;
        if (files > most) {
            throw new AssertionError(directory + " has " + files + " files, more than " + most);
        }
    }
}

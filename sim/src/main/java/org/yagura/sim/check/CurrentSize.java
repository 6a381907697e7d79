package org.yagura.sim.check;

import org.yagura.sim.file.Inode;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.sim.stage.Stage;

/** The file {@code current} of a log directory never grows beyond its size. */
public final class CurrentSize implements ProcessListener {
    private final Stage stage;
    private final String path;
    private final int size;

    public CurrentSize(Stage stage, String directory, int size) {
        this.stage = stage;
        this.size = size;
        path = directory + "/current";
        stage.kernel.listen(this);
    }

    @Override
    public void wrote(SimProcess process, Inode file, int bytes) {
        if (file.size() > size && stage.find(path) == file) {
            stage.kernel.fail(new AssertionError(path + " has " + file.size() + " bytes, more than " + size));
        }
    }
}

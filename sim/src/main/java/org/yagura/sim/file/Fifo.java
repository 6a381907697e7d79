package org.yagura.sim.file;

import org.yagura.os.FileInfo;
import org.yagura.sim.chance.Prng;

/** A pipe with a name. Its bytes live as long as anyone has it open. */
public final class Fifo extends Inode {
    private Pipe pipe = new Pipe();

    public Fifo(Disk disk, int permissions) {
        super(disk, FileInfo.TYPE_FIFO | permissions);
    }

    /** The pipe behind it; a new one when all who had it open are gone. */
    public Pipe pipe() {
        if (pipe.finished()) {
            pipe = new Pipe();
        }
        return pipe;
    }

    @Override
    void afterPowerCut(Prng prng) {
        pipe = new Pipe();
    }
}

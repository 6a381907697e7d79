package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;
import org.yagura.sim.file.Fifo;
import org.yagura.sim.file.Pipe;

/** One opening of a FIFO or one end of a pipe. Rules of hang-up and error as in Linux. */
final class PipeFile extends OpenFile {
    final Pipe pipe;
    private final Kernel kernel;
    final boolean reads;
    final boolean writes;
    /** The count of writers at which there is no hang-up to report: 0 where any writer that has gone is one. */
    private final int writersSeen;

    PipeFile(Kernel kernel, Fifo fifo, int access, boolean nonBlocking) {
        super(fifo);
        this.kernel = kernel;
        pipe = fifo.pipe();
        reads = access != OpenFlag.WRITE;
        writes = access != OpenFlag.READ;
        this.nonBlocking = nonBlocking;
        writersSeen = nonBlocking && pipe.writers() == 0 && !writes ? pipe.writersEver() : 0;
        pipe.opened(reads, writes);
    }

    @Override
    int read(byte[] to, int offset, int length) {
        return reads ? pipe.read(to, offset, length) : -Errno.EBADF;
    }

    @Override
    int write(byte[] from, int offset, int length, long nowNs) {
        return writes ? pipe.write(from, offset, length) : -Errno.EBADF;
    }

    @Override
    int readiness() {
        int bits = 0;
        if (reads) {
            bits |= pipe.isEmpty() ? 0 : Ready.READABLE;
            bits |= pipe.writers() == 0 && writersSeen != pipe.writersEver() ? Ready.HANGUP : 0;
        }
        if (writes) {
            bits |= pipe.isFull() ? 0 : Ready.WRITABLE;
            bits |= pipe.readers() == 0 ? Ready.ERROR : 0;
        }
        return bits;
    }

    @Override
    void closed() {
        pipe.closed(reads, writes);
        if (pipe.finished() && !pipe.isEmpty()) {
            kernel.pipeLost(inode, pipe.readableLines());
        }
    }
}

package org.yagura.sim.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.yagura.core.log.LineLoops;
import org.yagura.os.Errno;
import org.yagura.os.Mapping;
import org.yagura.os.Ready;
import org.yagura.sim.file.RegularFile;

/** A file as memory: what is put is in the file at once, so that a kill leaves it and a power cut takes what was not synced. */
final class MappingCalls implements Mapping {
    private static final int PAGE = 4096;

    private final Kernel kernel;
    private final SimProcess process;
    private int length;

    MappingCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    @Override
    public int map(int fd, int newLength) {
        int result = kernel.enter(process, Call.MAP, Integer.toString(fd));
        if (result < 0) {
            return result;
        }
        if (process.descriptors.get(fd) instanceof InodeFile open && open.target instanceof RegularFile regular) {
            unmap();
            process.mapped = regular;
            length = newLength;
            regular.hold();
        } else {
            result = -Errno.ENODEV;
        }
        return kernel.leave(process, Call.MAP, Integer.toString(fd), result);
    }

    @Override
    public void unmap() {
        RegularFile old = process.mapped;
        process.mapped = null;
        if (old != null) {
            old.letGo();
        }
    }

    private RegularFile file(int at, int count) {
        RegularFile target = process.mapped;
        if (target == null || at < 0 || count < 0 || at > length - count || at + count > target.size()) {
            throw new IndexOutOfBoundsException("bus error: " + count + " bytes at " + at);
        }
        return target;
    }

    @Override
    public int read(int fd, int at, int count) {
        String label = Integer.toString(fd);
        int result = kernel.enter(process, Call.READ_MAPPED, label);
        if (result < 0) {
            return result;
        }
        RegularFile target = file(at, count);
        Fault fault = kernel.faults.named(Call.COPY_PAGE, process, label);
        if (fault != null) {
            breakOff(fault, fd, target, at, count);
        }
        byte[] bytes = new byte[count];
        while (true) {
            OpenFile from = process.descriptors.get(fd);
            result = from == null ? -Errno.EBADF : from.read(bytes, 0, count);
            if (result > 0) {
                target.write(at, bytes, 0, result);
            }
            if (result != -Errno.EAGAIN || from == null || from.nonBlocking) {
                return kernel.leave(process, Call.READ_MAPPED, label, result);
            }
            result = kernel.block(
                    process, () -> (from.readiness() & (Ready.READABLE | Ready.HANGUP)) != 0, Long.MAX_VALUE);
            if (result < 0) {
                return kernel.leave(process, Call.READ_MAPPED, label, result);
            }
        }
    }

    /** A page of the mapping can't be had because the process is killed meanwhile: buffers that were copied whole are gone from the pipe, one that was not is still there. */
    private void breakOff(Fault fault, int fd, RegularFile target, int at, int count) {
        int firstPage = at / PAGE;
        int lastPage = (at + count - 1) / PAGE;
        int page = firstPage + kernel.prng.below(lastPage - firstPage + 1);
        int copied = Math.max(0, page * PAGE - at);
        if (process.descriptors.get(fd) instanceof PipeFile pipe) {
            byte[] bytes = new byte[copied];
            int n = pipe.pipe.readBrokenOff(bytes);
            target.write(at, bytes, 0, n);
        }
        throw kernel.strike(process, fault);
    }

    @Override
    public long number(int at) {
        byte[] word = new byte[Long.BYTES];
        file(at, word.length).read(at, word, 0, word.length);
        return ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Override
    public void putNumber(int at, long value) {
        byte[] word = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        put(at, word, 0, word.length);
    }

    @Override
    public void copyTo(byte[] to, int offset, int at, int count) {
        file(at, count).read(at, to, offset, count);
    }

    /** Each put is a moment at which the process can be killed, or the power fail. */
    @Override
    public void put(int at, byte[] from, int offset, int count) {
        RegularFile target = file(at, count);
        Fault fault = kernel.faults.named(Call.STORE, process, "");
        if (fault != null) {
            throw kernel.strike(process, fault);
        }
        target.write(at, from, offset, count);
    }

    @Override
    public long labelLines(int from, int to, byte[] label, byte[] out, int at) {
        byte[] lines = new byte[to - from];
        copyTo(lines, 0, from, lines.length);
        return LineLoops.labelCopied(lines, from, label, out, at);
    }

    @Override
    public void release(int at) {}
}

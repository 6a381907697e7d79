package org.yagura.sim.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.sim.chance.Prng;

/** Bytes, and the bytes of them that a power cut would leave. */
public final class RegularFile extends Inode {
    /** What a disk writes whole. */
    private static final int BLOCK = 512;
    /** What the kernel writes at once. */
    private static final int PAGE = 4096;

    private byte[] bytes = new byte[0];
    private int size;
    /** Bytes that it takes of the disk: its size, or more where more was allocated. */
    private long taken;

    private byte[] durable = new byte[0];
    /** Lengths that it has had since then, with the moment up to which changes of names and inodes come before them. */
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /** Pages that are not on disk and that no sync brings there, until they are written to again. */
    private final BitSet lost = new BitSet();

    /** How often its content was brought to the disk as it was. */
    private int writtenBack;

    private record Mark(int length, long moment) {}

    public RegularFile(Disk disk, int permissions) {
        super(disk, FileInfo.TYPE_REGULAR | permissions);
    }

    @Override
    public long size() {
        return size;
    }

    public byte[] content() {
        return Arrays.copyOf(bytes, size);
    }

    /** The content as Latin-1 text, one character a byte. */
    public String text() {
        return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
    }

    /** @return bytes read, 0 at the end */
    public int read(long position, byte[] to, int offset, int length) {
        int n = (int) Math.max(0, Math.min(length, size - position));
        if (n > 0) {
            System.arraycopy(bytes, (int) position, to, offset, n);
        }
        return n;
    }

    /** @return bytes written, less than asked for where the disk is full, or -ENOSPC */
    public int write(long position, byte[] from, int offset, int length) {
        int n = (int) Math.min(length, reserve(position + length) - position);
        if (n <= 0) {
            return length == 0 ? 0 : -Errno.ENOSPC;
        }
        resizeArray((int) position + n);
        System.arraycopy(from, offset, bytes, (int) position, n);
        lost.clear((int) position / PAGE, ((int) position + n - 1) / PAGE + 1);
        if (position + n > size) {
            size = (int) position + n;
            mark();
        }
        return n;
    }

    private void mark() {
        Mark last = marks.peekLast();
        long moment = disk.unsynced.made();
        if (last != null && last.moment == moment) {
            marks.removeLast();
        }
        marks.add(new Mark(size, moment));
    }

    /** Cuts or extends. @return 0 or -ENOSPC */
    public int truncate(long length) {
        int before = writtenBack;
        disk.unsynced.add(this, null, () -> {
            if (writtenBack == before) {
                durable = Arrays.copyOf(durable, (int) Math.min(length, durable.length));
            }
        });
        if (length > size) {
            resizeArray((int) length);
        } else {
            Arrays.fill(bytes, (int) length, size, (byte) 0);
            disk.giveBack(taken - Math.min(taken, length));
            taken = Math.min(taken, length);
        }
        size = (int) length;
        lost.clear(size / PAGE, Math.max(lost.length(), size / PAGE));
        marks.removeIf(mark -> mark.length >= size);
        mark();
        return 0;
    }

    /** Takes disk space for the first bytes and extends the file to them. @return 0 or -ENOSPC */
    public int allocate(long length) {
        if (reserve(length) < length) {
            return -Errno.ENOSPC;
        }
        resizeArray((int) length);
        if (length > size) {
            size = (int) length;
            disk.unsynced.add(
                    this, null, () -> durable = Arrays.copyOf(durable, (int) Math.max(length, durable.length)));
        }
        return 0;
    }

    /** Takes space so that the first {@code end} bytes can be there. @return up to where bytes can be written */
    private long reserve(long end) {
        if (end > taken) {
            taken += disk.take(end - taken);
        }
        return taken;
    }

    private void resizeArray(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
    }

    @Override
    void freeContent() {
        disk.giveBack(taken);
        taken = 0;
    }

    /**
     * As Linux has it: a sync that fails says so once, and what it could not write is taken for written from then on. Who reads it finds
     * it, as long as there is power.
     */
    @Override
    public void loseUnwritten() {
        for (int at = 0; at < size; at += PAGE) {
            int end = Math.min(size, at + PAGE);
            boolean onDisk = end <= durable.length && Arrays.equals(bytes, at, end, durable, at, end);
            lost.set(at / PAGE, lost.get(at / PAGE) || !onDisk);
        }
    }

    @Override
    void writeBack() {
        byte[] before = durable;
        durable = content();
        lost.stream().forEach(page -> {
            int at = page * PAGE;
            int end = Math.min(size, at + PAGE);
            Arrays.fill(durable, at, end, (byte) 0);
            System.arraycopy(
                    before, Math.min(at, before.length), durable, at, Math.max(0, Math.min(end, before.length) - at));
        });
        writtenBack++;
        marks.clear();
    }

    /** Blocks of which some were written: what was there before, what is there now, or either from one to the next. */
    @Override
    void afterPowerCut(Prng prng) {
        int length = lengthAfterCut(prng);
        int oldLength = durable.length;
        byte[] left = Arrays.copyOf(durable, length);
        int kind = prng.below(4);
        boolean holes = !disk.ordered && prng.chance(1, 4);
        for (int at = 0; at < length; at += BLOCK) {
            int end = Math.min(length, at + BLOCK);
            boolean written = kind == 0 || kind == 1 && prng.chance(1, 2);
            int from = lost.get(at / PAGE) || holes && !written ? end : written ? at : Math.max(at, oldLength);
            if (from < end && from < size) {
                System.arraycopy(bytes, from, left, from, Math.min(end, size) - from);
            }
        }
        bytes = left;
        size = length;
        taken = length;
        durable = left.clone();
        lost.clear();
        marks.clear();
    }

    /** With one log a length is not on disk before the names that are older than it. */
    private int lengthAfterCut(Prng prng) {
        int most = durable.length;
        for (Mark mark : marks) {
            if (mark.length > most && disk.unsynced.reached(disk.ordered, this, mark.moment)) {
                most = Math.min(size, mark.length);
            }
        }
        most = Math.max(most, durable.length);
        return switch (prng.below(3)) {
            case 0 -> durable.length;
            case 1 -> most;
            default -> durable.length + prng.below(most - durable.length + 1);
        };
    }

    /** What a power cut would leave of it in any case. */
    public byte[] durableContent() {
        return durable.clone();
    }
}

package org.yagura.sim.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;

/** Bytes, and the bytes of them that a power cut would leave. */
public final class RegularFile extends Inode {
    private byte[] bytes = new byte[0];
    private int size;
    /** Bytes that it takes of the disk: its size, or more where more was allocated. */
    private long taken;

    private byte[] durable = new byte[0];

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
        size = Math.max(size, (int) position + n);
        return n;
    }

    /** Cuts or extends. @return 0 or -ENOSPC */
    public int truncate(long length) {
        if (length > size) {
            resizeArray((int) length);
        } else {
            Arrays.fill(bytes, (int) length, size, (byte) 0);
            disk.giveBack(taken - Math.min(taken, length));
            taken = Math.min(taken, length);
        }
        size = (int) length;
        return 0;
    }

    /** Takes disk space for the first bytes and extends the file to them. @return 0 or -ENOSPC */
    public int allocate(long length) {
        if (reserve(length) < length) {
            return -Errno.ENOSPC;
        }
        resizeArray((int) length);
        size = Math.max(size, (int) length);
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

    @Override
    public void makeDurable() {
        durable = content();
    }

    /** What a power cut would leave of it. */
    public byte[] durableContent() {
        return durable.clone();
    }
}

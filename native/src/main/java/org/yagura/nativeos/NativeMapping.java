package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Mapping;

/** The one file that is mapped. Its memory is no object of the collector's, so it stays where it is. */
@Include(value = "mapping.h", isSystem = false)
final class NativeMapping implements Mapping {
    private static final int PAGE = 4096;
    private static final int WORD = 8;

    private long base;
    private int length;

    @Override
    public int map(int fd, int newLength) {
        unmap();
        long result = mapFile(fd, newLength);
        if (result < 0) {
            return (int) result;
        }
        base = result;
        length = newLength;
        return 0;
    }

    @Override
    public void unmap() {
        if (length > 0) {
            unmapFile(Address.fromLong(base), length);
        }
        length = 0;
    }

    @Override
    public int read(int fd, int at, int count) {
        return read(fd, place(at, count), count);
    }

    @Override
    public long number(int at) {
        return number(place(at, WORD));
    }

    @Override
    public void putNumber(int at, long value) {
        putNumber(place(at, WORD), value);
    }

    @Override
    public void copyTo(byte[] to, int offset, int at, int count) {
        Check.range(to, offset, count);
        copy(Address.ofData(to).add(offset), place(at, count), count);
    }

    @Override
    public void put(int at, byte[] from, int offset, int count) {
        Check.range(from, offset, count);
        copy(place(at, count), Address.ofData(from).add(offset), count);
    }

    @Override
    public long labelLines(int from, int to, byte[] label, byte[] out, int at) {
        Check.range(out, at, 0);
        place(from, to - from);
        return NativeBytes.labelLines(
                Address.fromLong(base),
                from,
                to,
                Address.ofData(label),
                label.length,
                Address.ofData(out),
                at,
                out.length);
    }

    @Override
    public void release(int at) {
        int from = (at + PAGE - 1) & -PAGE;
        if (from < length) {
            release(place(from, 0), length - from);
        }
    }

    private Address place(int at, int count) {
        if ((at | count | (length - at - count)) < 0) {
            throw new IndexOutOfBoundsException("beyond the end of what is mapped");
        }
        return Address.fromLong(base + at);
    }

    @Import(name = "yg_map")
    @Unmanaged
    private static native long mapFile(int fd, int length);

    @Import(name = "yg_unmap")
    @Unmanaged
    private static native void unmapFile(Address at, int length);

    @Import(name = "yg_release")
    @Unmanaged
    private static native void release(Address at, int length);

    @Include(value = "descriptors.h", isSystem = false)
    @Import(name = "yg_read")
    @Unmanaged
    private static native int read(int fd, Address to, int length);

    @Import(name = "yg_number")
    @Unmanaged
    private static native long number(Address at);

    @Import(name = "yg_put_number")
    @Unmanaged
    private static native void putNumber(Address at, long value);

    @Import(name = "yg_copy")
    @Unmanaged
    private static native void copy(Address to, Address from, int length);
}

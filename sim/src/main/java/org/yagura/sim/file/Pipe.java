package org.yagura.sim.file;

import java.util.ArrayDeque;
import org.yagura.os.Errno;

/** A pipe as Linux keeps it: 16 slots of a page each. A write goes to the last slot only if what it leaves over whole pages fits there. */
public final class Pipe {
    public static final int SLOTS = 16;
    public static final int PAGE = 4096;

    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private int readers;
    private int writers;
    private int writersEver;
    private int readersEver;
    private boolean used;
    private long bytesIn;
    private long bytesOut;

    private static final class Slot {
        final byte[] bytes = new byte[PAGE];
        int from;
        int to;

        void put(byte[] source, int offset, int length) {
            System.arraycopy(source, offset, bytes, to, length);
            to += length;
        }
    }

    public int readers() {
        return readers;
    }

    public int writers() {
        return writers;
    }

    /** How often it was opened for writing: a reader that has seen no writer yet gets no hang-up. */
    public int writersEver() {
        return writersEver;
    }

    public int readersEver() {
        return readersEver;
    }

    /** Whether all who had it open have closed it. */
    public boolean finished() {
        return used && readers == 0 && writers == 0;
    }

    /** Bytes ever written, and bytes ever read: what is in it is the difference. */
    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }

    public void opened(boolean reads, boolean writes) {
        used = true;
        if (reads) {
            readers++;
            readersEver++;
        }
        if (writes) {
            writers++;
            writersEver++;
        }
    }

    public void closed(boolean reads, boolean writes) {
        readers -= reads ? 1 : 0;
        writers -= writes ? 1 : 0;
    }

    public boolean isEmpty() {
        return slots.isEmpty();
    }

    public boolean isFull() {
        return slots.size() == SLOTS;
    }

    public int readableBytes() {
        int sum = 0;
        for (Slot slot : slots) {
            sum += slot.to - slot.from;
        }
        return sum;
    }

    /** How many ends of lines are in it. */
    public int readableLines() {
        int lines = 0;
        for (Slot slot : slots) {
            for (int i = slot.from; i < slot.to; i++) {
                lines += slot.bytes[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    /** @return bytes read, 0 where there is no writer, or -EAGAIN */
    public int read(byte[] to, int offset, int length) {
        int done = 0;
        while (done < length && !slots.isEmpty()) {
            Slot slot = slots.peek();
            int n = Math.min(length - done, slot.to - slot.from);
            System.arraycopy(slot.bytes, slot.from, to, offset + done, n);
            slot.from += n;
            done += n;
            if (slot.from == slot.to) {
                slots.poll();
            }
        }
        bytesOut += done;
        if (done > 0 || length == 0 || writers == 0) {
            return done;
        }
        return -Errno.EAGAIN;
    }

    /** Copies what is in it. @return bytes */
    public int peek(byte[] to, int offset, int length) {
        int done = 0;
        for (Slot slot : slots) {
            int n = Math.min(length - done, slot.to - slot.from);
            System.arraycopy(slot.bytes, slot.from, to, offset + done, n);
            done += n;
        }
        return done;
    }

    /** A read that can copy only so many bytes: slots that were copied whole are gone, one that was not is still there. @return bytes copied */
    public int readBrokenOff(byte[] to) {
        int done = 0;
        while (!slots.isEmpty()) {
            Slot slot = slots.peek();
            int length = slot.to - slot.from;
            int n = Math.min(to.length - done, length);
            System.arraycopy(slot.bytes, slot.from, to, done, n);
            done += n;
            if (n < length) {
                return done;
            }
            bytesOut += n;
            slots.poll();
        }
        return done;
    }

    /** @return bytes written, fewer than asked for where it is full, -EAGAIN where none fits, or -EPIPE */
    public int write(byte[] from, int offset, int length) {
        if (readers == 0) {
            return -Errno.EPIPE;
        }
        int done = 0;
        int odd = length % PAGE;
        Slot last = slots.peekLast();
        if (odd > 0 && last != null && last.to + odd <= PAGE) {
            last.put(from, offset, odd);
            done = odd;
        }
        while (done < length && slots.size() < SLOTS) {
            int n = Math.min(PAGE, length - done);
            Slot slot = new Slot();
            slot.put(from, offset + done, n);
            slots.add(slot);
            done += n;
        }
        bytesIn += done;
        return done == 0 && length > 0 ? -Errno.EAGAIN : done;
    }
}
